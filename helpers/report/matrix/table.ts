/** The matrix itself: operations by documented response. */
import type { ClauseReport, OperationReport, Report } from '../../verdict/report.ts';
import { columnsOf, contractsOf, displayStatuses, nameOf, rowOf, bySeverity, worstOf } from '../display-status.ts';
import { kindWords } from '../wording.ts';
import { cellsOf, howMany, share } from './cells.ts';
import type { Cells } from './cells.ts';
import { anchor } from '../anchor.ts';
import { badge } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { operationNamed } from '../../verdict/operation-named.ts';

/** Table and legend. */
export function matrix(report: Report): Html {
  const columns = columnsOf(report);
  const cells = cellsOf(report);
  return html`<section class="matrix" aria-labelledby="matrix">
    <h2 id="matrix" tabindex="-1">Matrix</h2>
    <div class="scroll" role="region" aria-label="Matrix, scrolls sideways" tabindex="0">
      <table>
        <caption class="unseen">
          Operations by documented response; each cell leads to its clauses
        </caption>
        <thead>
          <tr>
            <th scope="col" class="corner">Operation</th>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        ${contractsOf(report).map((contract) => contractRows(report, contract, columns, cells))}
      </table>
    </div>
    <ul class="legend" aria-label="Legend">
      ${bySeverity.map((status) => html`<li>${badge(status)} ${displayStatuses[status].label}: ${displayStatuses[status].meaning}</li>`)}
      <li><span class="badge none">·</span> documented, no clause</li>
    </ul>
  </section>`;
}

function contractRows(report: Report, contract: string, columns: readonly string[], cells: Cells): Html {
  const target = report.targets.find((one) => one.contract === contract);
  const contractOf = contractsByRow(report);
  const rows = [...cells.keys()].filter((operation) => contractOf.get(operation) === contract);
  return html`<tbody>
    <tr class="contract">
      <th scope="rowgroup" colspan="${columns.length + 1}">
        <span
          >${target ? `${target.vendor} / ` : ''}${contract}${target ? html` <span class="quiet">${kindWords[target.kind]}</span>` : undefined}</span
        >
      </th>
    </tr>
    ${rows.map((operation) => {
      const described = operationNamed(report.operations, operation);
      return html`<tr>
        <th scope="row">${operationName(nameOf(report, operation), operation, described)}</th>
        ${columns.map((column) => cell(operation, described, column, cells.get(operation)?.get(column) ?? []))}
      </tr>`;
    })}
  </tbody>`;
}

/** The contract of each row, of operations and of what only clauses name. */
const contractsByRow = ({ operations, clauses }: Report): ReadonlyMap<string, string> =>
  new Map([
    ...clauses.map(({ ref }) => [rowOf(ref), ref.contract] as const),
    ...operations.map(({ id, contract }) => [id, contract] as const),
  ]);

function operationName(name: string, id: string, described: OperationReport | undefined): Html {
  const humps = name.split(/(?<=[a-z])(?=[A-Z])/).map((hump, index) => html`${index > 0 ? html`<wbr />` : ''}${hump}`);
  return html`<a href="#${anchor('operation', id)}">${humps}</a
    >${described ? html`<span class="path">${described.method} ${described.path}</span>` : undefined}`;
}

function cell(
  operation: string,
  described: OperationReport | undefined,
  column: string,
  clauses: readonly ClauseReport[],
): Html {
  if (clauses.length === 0) {
    return described?.responses.includes(column) === true
      ? html`<td><span class="badge none" aria-hidden="true">·</span><span class="unseen">no clause</span></td>`
      : html`<td></td>`;
  }
  const status = worstOf(clauses);
  const { letter, label } = displayStatuses[status];
  const id = anchor('cell', `${operation}/${column}`);
  const words = `${column}: ${label}, ${share(clauses)}`;
  return html`<td>
    <a class="cell ${status}" href="#${id}" data-cell="${id}" title="${words}"
      ><span aria-hidden="true">${letter}<small>${howMany(clauses)}</small></span
      ><span class="unseen">${words}</span></a
    >
  </td>`;
}
