/** Tables and lists of a scorecard. */
import type { Card, Deviation, SilentChange } from '../../verdict/scorecard/card.ts';
import { html, type Html } from '../matrix/html.ts';
import { count } from '../wording.ts';
import { day, milliseconds, monthColumns, number, operationsOf } from './words.ts';

/** One row a month. */
export function monthTable({ months }: Card): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="By month">
    <table class="numbers">
      <thead>
        <tr>
          ${monthColumns.map(([heading], index) => html`<th scope="col" class="${index === 0 ? 'corner' : ''}">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${months.toReversed().map(
          (month) =>
            html`<tr>
              ${monthColumns.map(([, value], index) =>
                index === 0 ? html`<th scope="row">${value(month)}</th>` : html`<td>${value(month)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** p50 and p95 of each operation, one column a month. */
export function latencyTable(card: Card): Html | undefined {
  const operations = operationsOf(card);
  if (operations.length === 0) return undefined;
  const months = card.months.toReversed();
  return html`<details class="later">
    <summary>Latency by operation and month (p50 / p95)</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Latency by operation and month">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col" class="corner">Operation</th>
            ${months.map(({ month }) => html`<th scope="col">${month}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${operations.map(
            (operation) =>
              html`<tr>
                <th scope="row">${operation}</th>
                ${months.map(({ latency }) => {
                  const own = latency.find((each) => each.operation === operation);
                  const shown = own ? `${milliseconds(own.p50)} / ${milliseconds(own.p95)}` : '–';
                  return html`<td>
                    ${shown}${own ? html` <small class="quiet">${number(own.answers)}</small>` : undefined}
                  </td>`;
                })}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Deviations that are open, then those that are gone. */
export function deviationLists({ deviations }: Card): Html {
  const open = deviations.filter(({ openSince }) => openSince !== undefined);
  const gone = deviations.filter(({ openSince }) => openSince === undefined);
  return html`${
    open.length === 0
      ? html`<p class="quiet">No deviation is open.</p>`
      : html`<h3>Open: ${count(open.length, 'deviation')}</h3>
          <ul class="records">
            ${open.map(deviationItem)}
          </ul>`
  }
  ${
    gone.length === 0
      ? undefined
      : html`<details class="later">
          <summary>Fixed: ${count(gone.length, 'deviation')}</summary>
          <ul class="records">
            ${gone.map(deviationItem)}
          </ul>
        </details>`
  }`;
}

function deviationItem({
  clause,
  code,
  level,
  at,
  firstSeen,
  openSince,
  lastSeen,
  recurrences,
  waived,
}: Deviation): Html {
  const since = openSince === undefined ? `seen ${day(firstSeen)} to ${day(lastSeen)}` : `open since ${day(openSince)}`;
  const first = openSince !== undefined && openSince !== firstSeen ? `, first seen ${day(firstSeen)}` : '';
  const again = recurrences === 0 ? '' : `, came back ${count(recurrences, 'time')}`;
  return html`<li>
    <code>${clause}</code> <span class="level">${level}</span>
    <span class="quiet">${code} at ${at}; ${since}${first}${again}${waived ? ', waived' : ''}</span>
  </li>`;
}

/** What changed where the documents are silent. */
export function silentList({ silentChanges }: Card): Html | undefined {
  if (silentChanges.length === 0) return undefined;
  return html`<details class="later">
    <summary>Silent changes: ${number(silentChanges.length)}</summary>
    <ul class="records">
      ${silentChanges.toReversed().map(silentItem)}
    </ul>
  </details>`;
}

const silentItem = ({ at, clause, from, to }: SilentChange): Html =>
  html`<li>
    <code>${clause}</code>
    <span class="quiet">${day(at)}: ${from.join('; ') || 'nothing'} → ${to.join('; ') || 'nothing'}</span>
  </li>`;
