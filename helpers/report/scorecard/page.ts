/** The scorecard: vendors over months, on one page that needs nothing but a browser. Same design as the matrix. */
import type { Card } from '../../verdict/scorecard/card.ts';
import { pageDocument } from '../matrix/document.ts';
import { html, type Html } from '../matrix/html.ts';
import { style } from '../matrix/style.ts';
import { count, moment } from '../wording.ts';
import { plotsOf } from './plots.ts';
import { scorecardStyle } from './style.ts';
import { deviationLists, latencyTable, monthTable, silentList } from './tables.ts';
import { day, tilesOf, whereOf } from './words.ts';

/** The whole page, as text. Its policy lets nothing run and nothing reach a network. `at`: when it was made, UTC, ISO 8601. */
export function scorecardPage(cards: readonly Card[], at: string): string {
  return pageDocument({
    title: `Scorecard: ${[...new Set(cards.map(({ vendor }) => vendor))].join(', ')}`,
    icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><path d='M1 7V4h1v3zM3.500 7V2h1v5zM6 7V1h1v6z' fill='%231f4fa3'/></svg>",
    style: style + scorecardStyle,
    body: html`${header(cards, at)}
      <main>${cards.map(cardSection)}</main>
      <footer>
        <p>
          Made from the kept history (docs/history.md). A month counts its valid runs; days to fix run from the first
          night a deviation was seen to the night it was decided to be gone.
        </p>
      </footer>`,
  });
}

function header(cards: readonly Card[], at: string): Html {
  const nights = cards.flatMap((card) => card.nights.map((night) => night.at)).toSorted();
  const vendors = new Set(cards.map(({ vendor }) => vendor)).size;
  const [first, last] = [nights[0], nights.at(-1)];
  const span = first !== undefined && last !== undefined ? `, from ${day(first)} to ${day(last)}` : '';
  return html`<header class="top">
    <p class="eyebrow">Made ${moment(at)}</p>
    <h1>Scorecard</h1>
    <p class="lead">${count(vendors, 'vendor')}, ${count(nights.length, 'run')}${span}</p>
    ${cards.length === 0 ? html`<p class="why">The history is empty: npm run conformance adds to it.</p>` : undefined}
  </header>`;
}

function cardSection(card: Card): Html {
  return html`<section class="card">
    <h2>${card.vendor} <span class="quiet">${whereOf(card)}</span></h2>
    <dl class="tiles">
      ${tilesOf(card).map(
        ([label, value, note]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
            <dd>${note}</dd>
          </div>`,
      )}
    </dl>
    ${plotsOf(card)}
    <p class="keys"><span>Latency: solid p50, dashed p95, by month</span></p>
    ${monthTable(card)} ${latencyTable(card)} ${deviationLists(card)} ${silentList(card)}
  </section>`;
}
