/** Numbers of a scorecard as text: the same in the page, in Markdown and in tests. */
import type { Card, Month } from '../../verdict/scorecard/card.ts';
import { medianOf } from '../../verdict/scorecard/fold.ts';
import { kindWords } from '../wording.ts';

/** `99.5 %`; `–` where nothing was decided. Never rounded up to 100, nor down to 0. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const exact = (part / whole) * 100;
  const rounded = Math.round(exact * 10) / 10;
  const shown = part < whole ? Math.min(rounded, 99.9) : rounded;
  return `${part > 0 ? Math.max(shown, 0.1) : shown} %`;
}

export const number = (value: number): string => value.toLocaleString('en');

/** Days as a person says them: whole where they are, else one decimal. */
export const days = (value: number | undefined): string =>
  value === undefined ? '–' : `${Math.round(value * 10) / 10} d`;

export const milliseconds = (value: number): string =>
  value < 10_000 ? `${number(value)} ms` : `${number(Math.round(value / 100) / 10)} s`;

/** `2026-11-21`. */
export const day = (at: string): string => at.slice(0, 10);

/** `staging, https://api.example`; of this machine only what it is. */
export const whereOf = ({ environment, place }: Card): string => {
  const kind = (kindWords as Readonly<Record<string, string>>)[environment] ?? environment;
  return place === environment ? kind : `${kind}, ${place}`;
};

/** The columns of a month, by their headings: one list for the page and for Markdown. */
export const monthColumns: readonly (readonly [string, (month: Month) => string])[] = [
  ['Month', ({ month }) => month],
  ['Runs', ({ runs, invalid }) => (invalid > 0 ? `${number(runs)} (${number(invalid)} invalid)` : number(runs))],
  ['Promises kept', ({ kept, decided }) => percent(kept, decided)],
  ['Deviations opened', ({ opened }) => number(opened)],
  ['Recurred', ({ recurred }) => number(recurred)],
  ['Fixed', ({ fixed }) => number(fixed)],
  ['Days to fix (median)', ({ daysToFix }) => days(medianOf(daysToFix))],
  ['Open at the end', ({ open }) => number(open)],
  ['Waived', ({ waivers }) => number(waivers)],
  ['Silent changes', ({ silentChanges }) => number(silentChanges)],
  ['Calls answered', ({ answered, unanswered }) => `${number(answered)} (${percent(answered, answered + unanswered)})`],
];

/** The operations of a card that have a latency in any month. */
export const operationsOf = ({ months }: Card): readonly string[] =>
  [...new Set(months.flatMap(({ latency }) => latency.map(({ operation }) => operation)))].toSorted();

/** What a tile of the page says, with its label. */
export function tilesOf(card: Card): readonly (readonly [string, string, string])[] {
  const last = card.months.at(-1);
  const open = card.deviations.filter(({ openSince }) => openSince !== undefined);
  const allDays = card.months.flatMap(({ daysToFix }) => daysToFix).toSorted((a, b) => a - b);
  const fixed = card.months.reduce((total, month) => total + month.fixed, 0);
  const recurred = card.months.reduce((total, month) => total + month.recurred, 0);
  const slowest = last?.latency.toSorted((a, b) => b.p95 - a.p95)[0];
  return [
    ['Promises kept', percent(last?.kept ?? 0, last?.decided ?? 0), last?.month ?? ''],
    ['Open deviations', number(open.length), `${number(open.filter(({ waived }) => waived).length)} waived`],
    ['Days to fix', days(medianOf(allDays)), `median of ${number(fixed)}`],
    ['Recurrences', number(recurred), 'in all months'],
    ['Silent changes', number(card.silentChanges.length), 'in all months'],
    ['Slowest p95', slowest === undefined ? '–' : milliseconds(slowest.p95), slowest?.operation ?? ''],
  ];
}
