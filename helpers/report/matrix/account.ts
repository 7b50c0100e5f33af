/** The last part of the page: what was run, on what, with how many calls. */
import type { Report } from '../../verdict/report.ts';
import { duration, extraCalls, kindWords, moment, provenanceLines } from '../wording.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

export const account = (report: Report): Html =>
  html`<section class="account" aria-labelledby="account">
    <h2 id="account">Run</h2>
    <dl class="run">
      <div>
        <dt>Started</dt>
        <dd>${moment(report.startedAt)}, took ${duration(report.durationMs)}</dd>
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
      <div class="wide">
        <dt>Targets</dt>
        <dd>${targets(report)}</dd>
      </div>
      <div class="wide">
        <dt>Provenance</dt>
        <dd>
          <ul>
            ${provenanceLines(report).map((line) => html`<li class="quiet">${line}</li>`)}
          </ul>
        </dd>
      </div>
    </dl>
  </section>`;

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
