/** What narrows causes, matrix and clauses, or on an index its operations; it stands in the address of the page. */
import type { Report } from '../../verdict/report.ts';
import { bySeverity, contractsOf, displayStatuses, tally } from '../display-status.ts';
import { count } from '../wording.ts';
import { badge } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** What a filter narrows: the class of its elements, and what one of them is called. */
export type Filtered = 'clause' | 'operation';

const narrows: Readonly<Record<Filtered, { readonly items: string; readonly what: string; readonly example: string }>> =
  {
    clause: { items: '.clause', what: 'causes, matrix and clauses', example: 'trace_id, 404, …' },
    operation: { items: '.part', what: 'causes and operations', example: 'name or path' },
  };

/** The filter: hidden without scripts, folded until it is used. `number`: how many items the page has. */
export function filters(report: Report, of: Filtered, number: number): Html {
  const counts = tally(report.clauses);
  const contracts = contractsOf(report);
  const { items, what, example } = narrows[of];
  return html`<details id="filter" hidden>
    <summary>Filter <span class="quiet">${what}</span></summary>
    <form id="filters" role="search" aria-label="Filter ${what}" data-items="${items}" data-noun="${of}">
      <fieldset class="statuses">
        <legend>Verdict</legend>
        ${bySeverity
          .filter((status) => counts[status] > 0)
          .map(
            (status) =>
              html`<label class="pill"
                ><input type="checkbox" name="status" value="${status}" />${badge(status)}
                ${displayStatuses[status].label}
                <span class="number">${counts[status].toLocaleString('en')}</span></label
              >`,
          )}
      </fieldset>
      <fieldset>
        <legend>Level</legend>
        ${(['MUST', 'SHOULD', 'INFO'] as const).map(
          (level) => html`<label class="pill"><input type="checkbox" name="level" value="${level}" />${level}</label>`,
        )}
      </fieldset>
      <p>
        <label for="contract">Contract</label>
        <select id="contract" name="contract">
          <option value="">All</option>
          ${contracts.map((contract) => html`<option value="${contract}">${contract}</option>`)}
        </select>
      </p>
      <p class="text">
        <label for="text">Text</label>
        <input id="text" name="text" type="search" autocomplete="off" spellcheck="false" placeholder="${example}" />
      </p>
      <p class="result">
        <output for="text contract" aria-live="polite">${count(number, of)}</output>
        <button type="reset">Show all</button>
      </p>
    </form>
  </details>`;
}
