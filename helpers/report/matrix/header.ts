/** The head of the page. */
import type { Report } from '../../verdict/report.ts';
import { duration, extraCalls, headline, kindWords, moment, reasonsOf, verdictWords } from '../wording.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** Verdict, run, targets, and what must not be overlooked. */
export function pageHeader(report: Report): Html {
  const why = report.verdict === 'nonconformant' ? [] : reasonsOf(report);
  return html`<header class="top">
    <p class="eyebrow">Conformance matrix</p>
    <h1 class="${report.verdict}">${verdictWords[report.verdict]}</h1>
    <p class="lead">${headline(report)}</p>
    ${why.map((reason) => html`<p class="why">${reason}</p>`)}
    <dl class="run">
      <div>
        <dt>Run</dt>
        <dd>${moment(report.startedAt)}, ${duration(report.durationMs)}</dd>
      </div>
      <div>
        <dt>Calls</dt>
        <dd>
          ${report.requests.total.toLocaleString('en')} (${report.requests.planned.toLocaleString('en')}
          planned)${extraCalls(report).map((line) => html`<br /><small>${line}</small>`)}
        </dd>
      </div>
      <div>
        <dt>Cases</dt>
        <dd>${report.counts.cases.toLocaleString('en')}</dd>
      </div>
      <div class="targets">
        <dt>Targets</dt>
        <dd>${targets(report)}</dd>
      </div>
    </dl>
    ${notes(
      'Waivers that do not hold',
      (report.waivers ?? []).map(({ clause, problem }) => `${clause}: ${problem}`),
      'bad',
    )}
    ${notes('Notes', report.notices, '')}
  </header>`;
}

function targets(report: Report): Html {
  if (report.targets.length === 0) return html`none`;
  return html`<ul>
    ${report.targets.map(
      (target) =>
        html`<li>
          ${target.contract} <span class="quiet">${kindWords[target.kind]}, ${target.origin}, ${target.key}</span>
        </li>`,
    )}
  </ul>`;
}

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
