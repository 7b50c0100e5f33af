/** The head of the page: the verdict, why, and how many clauses stand how. */
import type { Report } from '../../verdict/report.ts';
import { bySeverity, displayStatuses, tally, type DisplayStatus } from '../display-status.ts';
import { openFirst } from '../open-first.ts';
import { isPaged } from '../paging.ts';
import { headline, moment, reasonsOf, verdictWords } from '../wording.ts';
import { badge } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** Verdict and reason. */
export function pageHeader(report: Report): Html {
  const why = report.verdict === 'nonconformant' ? [] : reasonsOf(report);
  const vendors = [...new Set(report.targets.map(({ vendor }) => vendor))].join(', ');
  const first = openFirst(report);
  return html`<header class="top">
    <p class="eyebrow">Conformance${vendors === '' ? '' : ` of ${vendors}`} · ${moment(report.startedAt)}</p>
    <h1 class="${report.verdict}">${verdictWords[report.verdict]}</h1>
    <p class="lead">${headline(report)}</p>
    ${why.map((reason) => html`<p class="why">${reason}</p>`)}
    ${first === undefined ? undefined : html`<p class="first">Open first: <a href="${first}">${first}</a></p>`}
    ${counts(report)}
    ${notes(
      'Waivers that do not hold',
      (report.waivers ?? []).map(({ clause, problem }) => `${clause}: ${problem}`),
      'bad',
    )}
  </header>`;
}

/** How many clauses stand how, each a link to those clauses or, on an index, to the operations that have them. */
function counts(report: Report): Html | undefined {
  if (report.clauses.length === 0) return undefined;
  const amounts = tally(report.clauses);
  return html`<ul class="counts" aria-label="Clauses by verdict">
    ${bySeverity
      .filter((status) => amounts[status] > 0)
      .map(
        (status) =>
          html`<li>
            ${badge(status)}
            <a href="?status=${status}#${isPaged(report) ? 'matrix' : 'clauses'}">${amount(amounts[status], status)}</a>
          </li>`,
      )}
    <li><b>${report.clauses.length.toLocaleString('en')}</b> in total</li>
  </ul>`;
}

const amount = (number: number, status: DisplayStatus): Html =>
  html`<b>${number.toLocaleString('en')}</b> ${displayStatuses[status].label.toLowerCase()}`;

/** A titled list of plain sentences. */
export function notes(title: string, texts: readonly string[], kind: string): Html | undefined {
  if (texts.length === 0) return undefined;
  return html`<section class="notes ${kind}">
    <h2>${title}</h2>
    <ul>
      ${texts.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
