/** A large report as pages: an index of its operations, and one page for each of them. */
import type { Report } from '../../verdict/report.ts';
import { artefacts } from '../disk.ts';
import { bySeverity, displayStatus, displayStatuses, tally, worstOf } from '../display-status.ts';
import type { Part } from '../paging.ts';
import { count } from '../wording.ts';
import { reasons } from '../causes.ts';
import { badge } from './clause.ts';
import { html, type Html } from './html.ts';

/** The page of one part: where it belongs, and below it what `content` shows. */
export const partBody = ({ title, operation }: Part, content: Html): Html =>
  html`<header class="top">
      <p class="eyebrow"><a href="../${artefacts.matrix}">Conformance: all operations</a></p>
      <h1 class="name">${title}</h1>
      <p class="lead">
        ${operation ? html`<code>${operation.method} ${operation.path}</code>` : 'Schemas that several operations use'}
      </p>
    </header>
    <main>${content}</main>`;

/** Every part with how its clauses stand, in the place of the matrix. */
export function partTable(parts: readonly Part[]): Html {
  const contracts = [...new Set(parts.map(({ contract }) => contract))];
  return html`<section class="matrix" aria-labelledby="matrix">
    <h2 id="matrix" tabindex="-1">Operations</h2>
    <div class="scroll" role="region" aria-label="Operations, scrolls sideways" tabindex="0">
      <table>
        <caption class="unseen">
          How many clauses of each operation have which verdict; each name leads to its page
        </caption>
        <thead>
          <tr>
            <th scope="col" class="corner">Operation</th>
            ${bySeverity.map((status) => html`<th scope="col">${displayStatuses[status].label}</th>`)}
          </tr>
        </thead>
        ${contracts.map(
          (contract) =>
            html`<tbody class="parts">
              <tr class="contract">
                <th scope="rowgroup" colspan="${bySeverity.length + 1}"><span>${contract}</span></th>
              </tr>
              ${parts.filter((part) => part.contract === contract).map(partRow)}
            </tbody>`,
        )}
      </table>
    </div>
    <p class="empty" hidden>No operation fits the filter.</p>
    <ul class="legend" aria-label="Legend">
      ${bySeverity.map((status) => html`<li>${badge(status)} ${displayStatuses[status].label}: ${displayStatuses[status].meaning}</li>`)}
    </ul>
  </section>`;
}

/** Each kind of clause that a part has, for the filter. */
const kindsOf = (clauses: Part['clauses']): string =>
  [...new Set(clauses.map((clause) => `${displayStatus(clause)}:${clause.level}`))].join(' ');

function partRow({ file, title, contract, operation, clauses }: Part): Html {
  const counts = tally(clauses);
  const worst = worstOf(clauses);
  return html`<tr class="part" data-kinds="${kindsOf(clauses)}" data-contract="${contract}">
    <th scope="row">
      <a href="${file}.html">${title}</a
      >${operation && html`<span class="path">${operation.method} ${operation.path}</span>`}
    </th>
    ${bySeverity.map((status) =>
      counts[status] === 0
        ? html`<td></td>`
        : html`<td>${status === worst ? html`<b class="cell ${status}">${counts[status]}</b>` : counts[status]}</td>`,
    )}
  </tr>`;
}

/** What was not decided, by reason; the clauses themselves stand on the pages of their operations. */
export function openReasons(report: Report): Html | undefined {
  const open = (['error', 'inconclusive', 'not-run'] as const).flatMap((status) => reasons(report, status));
  if (open.length === 0) return undefined;
  return html`<section class="open" aria-labelledby="open">
    <h2 id="open">Not decided <span class="quiet">by reason</span></h2>
    <ul>
      ${open
        .slice(0, mostReasons)
        .map(
          ({ status, because, clauses }) =>
            html`<li>${badge(status)} ${because} <span class="quiet">${count(clauses.length, 'clause')}</span></li>`,
        )}
    </ul>
    ${open.length > mostReasons ? html`<p class="quiet">And ${count(open.length - mostReasons, 'more reason')} in ${artefacts.json}.</p>` : undefined}
  </section>`;
}

/** Reasons that the index lists at most. */
const mostReasons = 100;
