/** Plots as inline SVG: the drawing stretches with the page, its labels are text beside it. */
import type { Card } from '../../verdict/scorecard/card.ts';
import { html, type Html } from '../matrix/html.ts';
import { day, milliseconds, number, operationsOf, percent } from './words.ts';

interface Series {
  readonly name: string;
  /** Values from left to right; undefined leaves a gap. */
  readonly values: readonly (number | undefined)[];
  readonly style: 'kept' | 'open' | 'median' | 'tail';
}

interface Plot {
  readonly title: string;
  readonly series: readonly Series[];
  readonly least: number;
  readonly most: number;
  /** Labels of the two ends of the vertical axis, and of the horizontal one. */
  readonly vertical: readonly [string, string];
  readonly horizontal: readonly [string, string];
  /** The plot in one sentence, for who does not see it. */
  readonly says: string;
}

/** The plots of a card: promises kept and open deviations by night, latency by month of each operation. */
export function plotsOf(card: Card): Html {
  return html`<div class="plots">${[keptPlot(card), openPlot(card), ...latencyPlots(card)].map(figure)}</div>`;
}

function keptPlot({ nights }: Card): Plot {
  const values = nights.map(({ kept, decided }) => (decided === 0 ? undefined : (kept / decided) * 100));
  const known = values.filter((value) => value !== undefined);
  const lowest = Math.min(100, ...known);
  // The axis begins a little below the worst night, at a whole ten: a fall of one per cent has to be seen.
  const least = Math.max(0, Math.floor((lowest - 0.001) / 10) * 10);
  const last = nights.at(-1);
  return {
    title: 'Promises kept, by night',
    series: [{ name: 'kept', values, style: 'kept' }],
    least,
    most: 100,
    vertical: [`${least} %`, '100 %'],
    horizontal: ends(nights.map(({ at }) => day(at))),
    says: `lowest ${percent(Math.round(lowest * 10), 1_000)}, last ${percent(last?.kept ?? 0, last?.decided ?? 0)}`,
  };
}

function openPlot({ nights }: Card): Plot {
  const values = nights.map(({ open }) => open);
  const most = Math.max(1, ...values);
  return {
    title: 'Open deviations, by night',
    series: [{ name: 'open', values, style: 'open' }],
    least: 0,
    most,
    vertical: ['0', number(most)],
    horizontal: ends(nights.map(({ at }) => day(at))),
    says: `most ${number(Math.max(0, ...values))}, last ${number(values.at(-1) ?? 0)}`,
  };
}

function latencyPlots(card: Card): Plot[] {
  return operationsOf(card).map((operation) => {
    const of = (which: 'p50' | 'p95') =>
      card.months.map(({ latency }) => latency.find((each) => each.operation === operation)?.[which]);
    const [median, tail] = [of('p50'), of('p95')];
    const most = Math.max(1, ...tail.map((value) => value ?? 0));
    const last = card.months.at(-1)?.latency.find((each) => each.operation === operation);
    return {
      title: operation,
      series: [
        { name: 'p95', values: tail, style: 'tail' },
        { name: 'p50', values: median, style: 'median' },
      ],
      least: 0,
      most,
      vertical: ['0 ms', milliseconds(most)],
      horizontal: ends(card.months.map(({ month }) => month)),
      says:
        last === undefined
          ? 'no responses in the last month'
          : `last month p50 ${milliseconds(last.p50)}, p95 ${milliseconds(last.p95)}`,
    };
  });
}

const ends = (labels: readonly string[]): readonly [string, string] =>
  labels.length < 2 ? ['', labels[0] ?? ''] : [labels[0] ?? '', labels.at(-1) ?? ''];

/** Size of the drawing in its own units; the page gives it another. */
const width = 1_000;
const height = 240;

function figure(plot: Plot): Html {
  const { title, series, vertical, horizontal, says } = plot;
  return html`<figure class="plot">
    <figcaption>${title} <span class="quiet">${says}</span></figcaption>
    <div class="axes">
      <span class="top-label">${vertical[1]}</span>
      <span class="bottom-label">${vertical[0]}</span>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${`${title}: ${says}`}">
        <path class="frame" d="M0 0H${width}M0 ${height}H${width}" />
        ${series.map((each) => drawn(each, plot))}
      </svg>
      <span class="left-label">${horizontal[0]}</span>
      <span class="right-label">${horizontal[1]}</span>
    </div>
  </figure>`;
}

/** One series: its area where it stands alone, its line, and dots where there are few values. */
function drawn({ values, style }: Series, { least, most, series }: Plot): Html {
  const x = (index: number) => round(values.length < 2 ? width : (index / (values.length - 1)) * width);
  const y = (value: number) => round(height - ((value - least) / (most - least || 1)) * height);
  const points = values.flatMap((value, index) => (value === undefined ? [] : [{ x: x(index), y: y(value) }]));
  const line = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  const area = first && last ? `${line}L${last.x} ${height}L${first.x} ${height}Z` : '';
  const dots = points.map((point) => `M${point.x} ${point.y}h.01`).join('');
  const path = (kind: string, d: string) => html`<path class="${kind} ${style}" d="${d}" />`;
  return html`${series.length === 1 ? path('area', area) : undefined} ${path('line', line)}
  ${values.length <= 24 ? path('dots', dots) : undefined}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
