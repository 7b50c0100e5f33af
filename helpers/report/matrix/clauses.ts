/** The list of clauses, and what was not decided. */
import type { ClauseReport, Report } from '../../verdict/report.ts';
import { reasons } from '../causes.ts';
import { columnsOf, displayStatuses, worstOf } from '../display-status.ts';
import { count } from '../wording.ts';
import { cellsOf, share } from './cells.ts';
import { anchor } from '../anchor.ts';
import { badge, clauseEntry, link } from './clause.ts';
import type { Page } from './clause.ts';
import { notes } from './header.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { operationNamed } from '../../verdict/operation-named.ts';

/** Every clause, by operation and cell, with its filters. */
export function clauseList(report: Report, page: Page): Html {
  const cells = cellsOf(report);
  const columns = columnsOf(report);
  return html`<section class="clauses" aria-labelledby="clauses">
    <h2 id="clauses">
      Clauses <span class="quiet">${count(report.clauses.length, 'promise')}</span>
      <a class="to-filter" href="#filter" hidden>Filter</a>
    </h2>
    ${[...cells].map(([operation, row]) => {
      const described = operationNamed(report.operations, operation);
      const source = described?.page === undefined ? undefined : link(described.page, "vendor's page");
      return html`<section class="operation" id="${anchor('operation', operation)}">
        <h3>
          ${operation}${described ? html` <span class="path">${described.method} ${described.path}</span>` : undefined}${source && html` <span class="source">${source}</span>`}
        </h3>
        <div class="groups">
          ${columns.flatMap((column) => {
            const clauses = row.get(column);
            return clauses ? [group(operation, column, clauses, page)] : [];
          })}
        </div>
      </section>`;
    })}
    <p class="empty" hidden>No clause fits the filter.</p>
  </section>`;
}

function group(operation: string, column: string, clauses: readonly ClauseReport[], page: Page): Html {
  const status = worstOf(clauses);
  return html`<details class="group" id="${anchor('cell', `${operation}/${column}`)}">
    <summary>
      ${badge(status)} <b>${column}</b>
      <span class="quiet">${displayStatuses[status].label.toLowerCase()}, ${share(clauses)}</span>
    </summary>
    <ul>
      ${clauses.map((clause) => clauseEntry(clause, page))}
    </ul>
  </details>`;
}

/** What was not decided, by reason. */
export function openClauses(report: Report): Html | undefined {
  const open = (['error', 'inconclusive', 'not-run'] as const).flatMap((status) => reasons(report, status));
  const vacuous = report.vacuous ?? [];
  if (open.length + vacuous.length === 0) return undefined;
  return html`<section class="open" aria-labelledby="open">
    <h2 id="open">Not decided <span class="quiet">by reason</span></h2>
    <ul>
      ${open.map(
        ({ status, because, clauses }) =>
          html`<li>
            ${badge(status)}
            <details>
              <summary>${because} <span class="quiet">${count(clauses.length, 'clause')}</span></summary>
              <ul>
                ${clauses.map((clause) => html`<li><a href="#${anchor('clause', clause.id)}">${clause.id}</a></li>`)}
              </ul>
            </details>
          </li>`,
      )}
    </ul>
    ${notes('Conforming, but no response could have failed them', vacuous, '')}
  </section>`;
}
