/** What deviates, as a person would tell it: same causes as one. */
import type { Report } from '../../verdict/report.ts';
import { causes } from '../causes.ts';
import type { Cause, Deviation } from '../causes.ts';
import { formatPlace } from '../../contract/clause.ts';
import { displayStatus, nameOf, rowOf } from '../display-status.ts';
import { count, faultWords } from '../wording.ts';
import { anchor } from '../anchor.ts';
import { badge } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const many = 8;

/** One card for each cause, those that are waived last. */
export function deviations(report: Report): Html | undefined {
  const open = causes(report);
  const waived = causes(report, 'waived');
  if (open.length + waived.length === 0) return undefined;
  return html`<section class="deviations" aria-labelledby="deviations">
    <h2 id="deviations">Deviations <span class="quiet">${count(open.length, 'cause')}, the worst first</span></h2>
    ${cards(report, open)}
    ${
      waived.length === 0
        ? undefined
        : html`<h3>Waived</h3>
            ${cards(report, waived)}`
    }
  </section>`;
}

function cards(report: Report, all: readonly Cause[]): Html {
  const card = (cause: Cause) => causeCard(report, cause);
  const later = all.slice(many);
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
          </details>`
    }`;
}

function causeCard(report: Report, cause: Cause): Html {
  const { clause, finding } = cause.first;
  const { k, n } = finding.reproduced;
  const waiver = finding.waiver;
  return html`<li class="cause">
    <h3>
      ${badge(waiver ? 'waived' : displayStatus(clause))}
      <a href="#${anchor('clause', clause.id)}">${clause.sentence}</a>
    </h3>
    <p class="place"><span class="level">${cause.level}</span> <code>${clause.id}</code></p>
    <dl class="pair">
      <div>
        <dt>Expected</dt>
        <dd><code>${finding.expected}</code></dd>
      </div>
      <div>
        <dt>Actual, at ${finding.at === '' ? 'the answer' : finding.at}</dt>
        <dd><code>${finding.actual}</code></dd>
      </div>
    </dl>
    <p class="seen">
      ${k} of ${n} askings ·
      ${faultWords[finding.fault]}${finding.id === '' ? undefined : html` · finding <code>${finding.id}</code>`}${waiver === undefined ? undefined : html` · waived until ${waiver.expires} by ${waiver.owner}, ${waiver.ticket}`}
    </p>
    ${cause.others.length === 0 ? undefined : alsoIn(report, cause.others)}
  </li>`;
}

function alsoIn(report: Report, others: readonly Deviation[]): Html {
  return html`<p class="also">
    Also in
    ${others.map(({ clause }, index) => {
      const name = `${nameOf(report, rowOf(clause.ref))} ${formatPlace(clause.ref)}`;
      return html`${index === 0 ? '' : ', '}<a href="#${anchor('clause', clause.id)}">${name}</a>`;
    })}
  </p>`;
}
