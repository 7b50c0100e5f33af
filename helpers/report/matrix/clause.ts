/** One clause on the page: what is promised, what was seen, and how to see it again. */
import type { ExchangeRecord } from '../../run/exchange-record.ts';
import type { ClauseReport, FindingReport } from '../../verdict/report.ts';
import { curlOf } from '../../client/curl.ts';
import { formatPlace } from '../../contract/clause.ts';
import { displayStatus, displayStatuses, rowOf } from '../display-status.ts';
import type { DisplayStatus } from '../display-status.ts';
import { callsOf, type Repeat, type Repeats } from '../repeat.ts';
import { count, duration, faultWords, moment } from '../wording.ts';
import { anchor } from '../anchor.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

const maxBody = 6000;

/** What the page knows beyond the clause itself. */
export interface Page {
  /** The vendor's page by operation. */
  readonly pages: ReadonlyMap<string, string>;
  readonly repeats: Repeats;
  /** The address of the entry of a clause. */
  readonly addressOf: (clause: string) => string;
  /** Clauses whose entry already shows an exchange. Filled while the page is written. */
  readonly shown: Map<string, string>;
}

/** The coloured letter of a status. */
export function badge(status: DisplayStatus): Html {
  const { letter, label } = displayStatuses[status];
  return html`<span class="badge ${status}"
    ><span aria-hidden="true">${letter}</span><span class="unseen">${label}</span></span
  >`;
}

/** One entry of the list of clauses. */
export function clauseEntry(clause: ClauseReport, page: Page): Html {
  const status = displayStatus(clause);
  return html`<li
    class="clause"
    data-status="${status}"
    data-level="${clause.level}"
    data-contract="${clause.ref.contract}"
  >
    <details id="${anchor('clause', clause.id)}">
      <summary>
        ${badge(status)}<span class="sentence">${clause.sentence}</span> <span class="level">${clause.level}</span
        ><code class="rest">${formatPlace(clause.ref)}</code>
      </summary>
      <div class="facts">
        ${clause.because === undefined ? undefined : html`<p class="because">${displayStatuses[status].label}: ${clause.because}</p>`}
        ${clause.observed === undefined ? undefined : html`<p class="because">Observed: ${clause.observed}</p>`}
        ${clause.quote === undefined ? undefined : quoted(clause.quote)}
        ${clause.findings.map((finding) => findingCard(clause, finding, page))}
        ${clause.example === undefined ? undefined : exchangeBlock('An exchange in which it holds', clause.example, page, clause.id)}
        <dl class="meta">
          <dt>Clause</dt>
          <dd><code>${clause.id}</code></dd>
          <dt>Promised</dt>
          <dd>${promised(clause.at)}${vendorPage(page.pages.get(rowOf(clause.ref)))}</dd>
          <dt>Hash</dt>
          <dd><code>${clause.hash}</code></dd>
          ${
            clause.conditional === true
              ? html`<dt>Conditional</dt>
                  <dd>No request can provoke it; it does not count towards partial.</dd>`
              : undefined
          }
          ${
            clause.cases.length === 0
              ? undefined
              : html`<dt>Cases</dt>
                  <dd>${clause.cases.map((id) => html`<code>${id}</code> `)}</dd>`
          }
          ${clause.findings.length > 0 ? undefined : repeatEntry(page.repeats.ofClause(clause))}
        </dl>
      </div>
    </details>
  </li>`;
}

/** Where something is promised: a web address as a link. */
export function promised(at: string): Html {
  return link(at) ?? html`<code>${at}</code>`;
}

function vendorPage(address: string | undefined): Html | undefined {
  const shown = address === undefined ? undefined : link(address, "the vendor's page");
  return shown && html` · ${shown}`;
}

/** Only web addresses become links: a `javascript:` address in a document must stay text. */
export function link(address: string, text: string = address): Html | undefined {
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return undefined;
  return html`<a href="${address}" rel="noreferrer noopener">${text}</a>`;
}

/** How to run its case again, as an entry of a list of facts. */
export const repeatEntry = (repeat: Repeat | undefined): Html | undefined =>
  repeat &&
  html`<dt>Repeat</dt>
    <dd>${copied(repeat.command)} <span class="quiet">${callsOf(repeat)}</span></dd>`;

/** A command with a button that copies it. */
const copied = (command: string): Html =>
  html`<span class="line"><code>${command}</code> <button type="button" class="copy">Copy</button></span>`;

/** The vendor's own words, apart from the sentence of the clause, which is our reading of them. */
const quoted = (words: string): Html =>
  html`<figure class="quote">
    <figcaption>The vendor's words</figcaption>
    <blockquote><pre>${words}</pre></blockquote>
  </figure>`;

function findingCard(clause: ClauseReport, finding: FindingReport, page: Page): Html {
  const { k, n } = finding.reproduced;
  return html`<section class="finding ${finding.waiver ? 'is-waived' : ''}">
    <h5><code>${finding.code}</code> at <code>${finding.at}</code></h5>
    <dl class="pair">
      <div>
        <dt>Expected</dt>
        <dd><code>${finding.expected}</code></dd>
      </div>
      <div>
        <dt>Actual</dt>
        <dd><code>${finding.actual}</code></dd>
      </div>
    </dl>
    <p class="seen">
      Seen ${k} of ${n} times, ${count(finding.occurrences, 'answer')} in all. Whose fault:
      <strong>${faultWords[finding.fault]}</strong>. Finding <code>${finding.id}</code>.
      ${finding.case === undefined ? undefined : html`Shown here in the case “${finding.case}”.`}
      ${finding.firstSeen === undefined ? undefined : html`First seen ${moment(finding.firstSeen)}.`}
      ${finding.lastSeen === undefined ? undefined : html`Last seen ${moment(finding.lastSeen)}.`}
      ${finding.streak === undefined || finding.streak < 2 ? undefined : html`In ${finding.streak} runs in a row.`}
      ${(finding.traceIds ?? []).length === 0 ? undefined : html`Trace ids: ${(finding.traceIds ?? []).map((id) => html`<code>${id}</code> `)}`}
    </p>
    ${finding.waiver === undefined ? undefined : html`<p class="waiver">Waived until ${finding.waiver.expires} by ${finding.waiver.owner} (${finding.waiver.ticket}): ${finding.waiver.reason}</p>`}
    <dl class="meta">${repeatEntry(page.repeats.ofFinding(finding, clause))}</dl>
    ${finding.exchange === undefined ? undefined : exchangeBlock('Request and answer', finding.exchange, page, finding.id)}
  </section>`;
}

/** An exchange in full where it comes first; the clauses that share it lead there. */
function exchangeBlock(title: string, exchange: ExchangeRecord, page: Page, id: string): Html {
  const key = JSON.stringify(exchange);
  const first = page.shown.get(key);
  if (first !== undefined) {
    return html`<p class="shared">${title}: the same as <a href="#${first}">shown before</a>.</p>`;
  }
  const place = `exchange:${page.shown.size + 1}`;
  page.shown.set(key, place);
  return html`<section class="exchange" id="${place}" aria-label="${title}, ${id}">
    <h5>${title}</h5>
    <p class="when">
      ${moment(exchange.startedAt)}, ${duration(exchange.durationMs)}, case <code>${exchange.case}</code>
    </p>
    <div class="request">
      <pre><code>${curlOf(exchange.request)}</code></pre>
      <button type="button" class="copy">Copy</button>
    </div>
    ${answerBlock(exchange)}
  </section>`;
}

function answerBlock({ answer, unanswered }: ExchangeRecord): Html {
  if (answer === undefined) return html`<p class="because">No answer: ${unanswered ?? 'no reason was recorded'}</p>`;
  const headers = answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const left = answer.body.length - maxBody;
  const body =
    left > 0 ? `${answer.body.slice(0, maxBody)}\n… ${left.toLocaleString('en')} more characters` : answer.body;
  return html`<pre class="answer"><code><b>${answer.status}</b>
<span class="headers">${headers}</span>

${body}</code></pre>`;
}
