/** What narrows causes, matrix and clauses; it stands in the address of the page. */
import type { Report } from '../../verdict/report.ts';
import { bySeverity, contractsOf, displayStatuses, tally } from '../display-status.ts';
import { count } from '../wording.ts';
import { badge } from './clause.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** The filter: hidden without scripts, folded until it is used. */
export function filters(report: Report): Html {
  const counts = tally(report.clauses);
  const contracts = contractsOf(report);
  return html`<details id="filter" hidden>
    <summary>Filter <span class="quiet">causes, matrix and clauses</span></summary>
    <form id="filters" role="search" aria-label="Filter causes and clauses">
      <fieldset class="statuses">
        <legend>Verdict</legend>
        ${bySeverity
          .filter((status) => counts[status] > 0)
          .map(
            (status) =>
              html`<label class="pill"
                ><input type="checkbox" name="status" value="${status}" />${badge(status)}
                ${displayStatuses[status].label} <span class="number">${counts[status]}</span></label
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
        <input
          id="text"
          name="text"
          type="search"
          autocomplete="off"
          spellcheck="false"
          placeholder="trace_id, 404, …"
        />
      </p>
      <p class="result">
        <output for="text contract" aria-live="polite">${count(report.clauses.length, 'clause')}</output>
        <button type="reset">Show all</button>
      </p>
    </form>
  </details>`;
}
