/** What deviates, as a person would tell it: one card for each cause, with its clauses as details. */
import type { FindingReport, Report } from '../../verdict/report.ts';
import { titleOf } from '../../verdict/causes.ts';
import { causes, othersOf } from '../causes.ts';
import type { Cause } from '../causes.ts';
import { formatPlace } from '../../contract/clause.ts';
import { displayStatus, nameOf, rowOf } from '../display-status.ts';
import { isPaged } from '../paging.ts';
import { evidenceOf } from '../evidence/folder-name.ts';
import { count, faultWords } from '../wording.ts';
import { anchor } from '../anchor.ts';
import { badge, promised, repeatEntry } from './clause.ts';
import type { Page } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const many = 8;
/** Causes that are shown at most where a report has many pages. */
const mostCauses = 150;

/** One card for each cause, those that are waived last. */
export function deviations(report: Report, page: Page): Html | undefined {
  const open = causes(report);
  const waived = causes(report, 'waived');
  if (open.length + waived.length === 0) return undefined;
  return html`<section class="deviations" aria-labelledby="causes">
    <h2 id="causes">
      Causes <span class="quiet">${count(open.length, 'cause')} of what deviates, the worst first</span>
    </h2>
    ${cards(report, open, page)}
    ${
      waived.length === 0
        ? undefined
        : html`<h3>Waived</h3>
            ${cards(report, waived, page)}`
    }
    <p class="empty-causes quiet" hidden>No cause fits the filter.</p>
  </section>`;
}

function cards(report: Report, all: readonly Cause[], page: Page): Html {
  const card = (cause: Cause) => causeCard(report, cause, page);
  const later = all.slice(many, isPaged(report) ? mostCauses : undefined);
  const left = all.length - Math.min(all.length, many) - later.length;
  return html`<ol>
      ${all.slice(0, many).map(card)}
    </ol>
    ${
      later.length === 0
        ? undefined
        : html`<details class="later">
            <summary>And ${count(later.length, 'more cause')}</summary>
            <ol>
              ${later.map(card)}
            </ol>
            ${left > 0 ? html`<p class="quiet">${count(left, 'cause')} more in conformance.json.</p>` : undefined}
          </details>`
    }`;
}

function causeCard(report: Report, cause: Cause, page: Page): Html {
  const { clause, finding } = cause.first;
  const waiver = finding.waiver;
  const status = waiver ? 'waived' : displayStatus(clause);
  const title = titleOf(cause, report.operations);
  return html`<li
    class="cause"
    id="${anchor('cause', `${waiver ? 'waived-' : ''}${cause.id}`)}"
    data-status="${status}"
    data-level="${cause.level}"
    data-contract="${cause.contract}"
  >
    <h3>${badge(status)} <a href="${page.addressOf(clause.id)}">${title}</a></h3>
    <p class="place"><span class="level">${cause.level}</span> ${clause.sentence}</p>
    ${title.includes(finding.actual) ? undefined : pair(finding)}
    <dl class="meta">${facts(report, cause, page)}</dl>
  </li>`;
}

/** What the title does not say. */
const pair = (finding: FindingReport): Html =>
  html`<dl class="pair">
    <div>
      <dt>Expected</dt>
      <dd><code>${finding.expected}</code></dd>
    </div>
    <div>
      <dt>Actual, at ${finding.at === '' ? 'the answer' : finding.at}</dt>
      <dd><code>${finding.actual}</code></dd>
    </div>
  </dl>`;

function facts(report: Report, cause: Cause, page: Page): Html {
  const { clause, finding } = cause.first;
  const { k, n } = finding.reproduced;
  const waiver = finding.waiver;
  const folder = waiver === undefined ? evidenceOf(report, cause) : undefined;
  return html`<dt>Promised</dt>
    <dd>${promised(clause.at)}</dd>
    <dt>Seen</dt>
    <dd>
      ${k} of ${n} times ·
      ${faultWords[finding.fault]}${finding.id === '' ? undefined : html` · finding <code>${finding.id}</code>`}${waiver === undefined ? undefined : html` · waived until ${waiver.expires} by ${waiver.owner}, ${waiver.ticket}`}
    </dd>
    <dt>${othersOf(report, cause).count === 0 ? 'Clause' : 'Clauses'}</dt>
    <dd>${clausesOf(report, cause, page)}</dd>
    ${repeatEntry(page.repeats.ofCause(cause))}
    ${
      folder &&
      html`<dt>Evidence</dt>
        <dd>
          <a href="${folder}/deviation.md">deviation.md</a> ·
          <a href="${folder}/message.md">message to the vendor</a
          >${finding.exchange ? html` · <a href="${folder}/reproduce.sh">reproduce.sh</a>` : undefined}
        </dd>`
    }`;
}

/** Clauses of a cause that are named at most where a report has many pages. */
const mostClauses = 20;

function clausesOf(report: Report, { first, others }: Cause, page: Page): Html {
  const all = [...new Map([first, ...others].map(({ clause }) => [clause.id, clause])).values()];
  const shown = isPaged(report) ? all.slice(0, mostClauses) : all;
  return html`${shown.map((clause, index) => {
    const name = `${nameOf(report, rowOf(clause.ref))} ${formatPlace(clause.ref)}`;
    return html`${index === 0 ? '' : ', '}<a href="${page.addressOf(clause.id)}">${name}</a>`;
  })}${shown.length < all.length ? ` and ${all.length - shown.length} more` : ''}`;
}
