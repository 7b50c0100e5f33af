import { expect, test } from '@playwright/test';
import { scorecardMarkdown } from '../../../helpers/report/scorecard/markdown.ts';
import { scorecardPage } from '../../../helpers/report/scorecard/page.ts';
import { percent } from '../../../helpers/report/scorecard/words.ts';
import { cardsOf, weightedPercentile } from '../../../helpers/verdict/scorecard/fold.ts';
import { night, nights, quietNight } from './nights.ts';

const cards = cardsOf(nights());
const page = scorecardPage(cards, '2026-10-28T04:00:00.000Z');
/** What a person reads of a piece of markup, one text a line. */
const texts = (markup: string): string[] =>
  markup
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '')
    .split(/<[^>]*>/)
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean);

test('every number of 120 nights is on the page, and no other', () => {
  const [, main = ''] = /<main>([\s\S]*)<\/main>/.exec(page) ?? [];
  const rows = [
    'books',
    'staging, https://staging.books.example',
    'Promises kept | 99 % | 2026-10',
    'Open deviations | 1 | 1 waived',
    'Days to fix | 10 d | median of 3',
    'Recurrences | 1 | in all months',
    'Silent changes | 1 | in all months',
    'Slowest p95 | 380 ms | books-v1/getBook',
    'Promises kept, by night | lowest 99 %, last 99 % | 100 % | 90 % | 2026-07-01 | 2026-10-28',
    'Open deviations, by night | most 2, last 1 | 2 | 0 | 2026-07-01 | 2026-10-28',
    'books-v1/getBook | last month p50 200 ms, p95 380 ms | 380 ms | 0 ms | 2026-07 | 2026-10',
    'Latency: solid p50, dashed p95, by month',
    'Month | Runs | Promises kept | Deviations opened | Recurred | Fixed | Days to fix (median)',
    'Open at the end | Waived | Silent changes | Calls answered',
    '2026-10 | 27 (1 invalid) | 99 % | 0 | 0 | 0 | – | 1 | 1 | 0 | 1,350 (100 %)',
    '2026-09 | 30 | 99 % | 1 | 0 | 1 | 13 d | 1 | 1 | 1 | 1,500 (100 %)',
    '2026-08 | 31 | 99.5 % | 1 | 1 | 1 | 5 d | 1 | 1 | 0 | 1,550 (100 %)',
    '2026-07 | 31 | 99.7 % | 1 | 0 | 1 | 10 d | 0 | 0 | 0 | 1,550 (99.9 %)',
    'Latency by operation and month (p50 / p95)',
    'Operation | 2026-10 | 2026-09 | 2026-08 | 2026-07 | books-v1/getBook',
    '200 ms / 380 ms | 540 | 100 ms / 190 ms | 600 | 100 ms / 190 ms | 620 | 100 ms / 190 ms | 620',
    'Open: 1 deviation',
    'books-v1/addBook/400/body/code/enum | MUST | TYPE at /title; open since 2026-08-20, waived',
    'Fixed: 2 deviations',
    'books-v1/getBook/200/body/title/type',
    'MUST | TYPE at /title; seen 2026-07-10 to 2026-08-14, came back 1 time',
    'books-v1/getBook/200/headers/cache-control',
    'SHOULD | TYPE at /title; seen 2026-09-01 to 2026-09-08',
    'Silent changes: 1',
    'books-v1/getBook/unknown | 2026-09-29: answered 404 → answered 410',
  ];
  expect(texts(main)).toEqual(rows.flatMap((row) => row.split(' | ')));
  const [, header = ''] = /<header[^>]*>([\s\S]*)<\/header>/.exec(page) ?? [];
  expect(texts(header)).toEqual([
    'Made 2026-10-28 04:00:00 UTC',
    'Scorecard',
    '1 vendor, 119 runs, from 2026-07-01 to 2026-10-28',
  ]);
});

test('the plots draw one point a night, at the height of its number', () => {
  const paths = [...page.matchAll(/<path class="line (\w+)" d="([^"]*)"/g)].map(([, name, d = '']) => ({
    name,
    points: [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
  }));
  expect(paths.map(({ name, points }) => [name, points.length])).toEqual([
    ['kept', 119],
    ['open', 119],
    ['tail', 4],
    ['median', 4],
  ]);
  const heights = (name: string) => paths.find((path) => path.name === name)?.points.map(([, y]) => y) ?? [];
  // From 90 % to 100 % in 240 units: one per cent is 24.
  expect(heights('kept').slice(8, 20)).toEqual([0, ...Array.from({ length: 10 }, () => 24), 0]);
  expect(heights('open').slice(60, 77)).toEqual([120, 120, ...Array.from({ length: 13 }, () => 0), 120, 120]);
  expect(heights('tail')).toEqual([120, 120, 120, 0]);
  expect(heights('median')).toEqual([176.8, 176.8, 176.8, 113.7]);
});

test('Markdown has the same numbers', () => {
  const lines = scorecardMarkdown(cards).split('\n');
  expect(lines).toContain('| 2026-08 | 31 | 99.5 % | 1 | 1 | 1 | 5 d | 1 | 1 | 0 | 1,550 (100 %) |');
  expect(lines).toContain(
    '| `books-v1/getBook` | 200 ms / 380 ms | 100 ms / 190 ms | 100 ms / 190 ms | 100 ms / 190 ms |',
  );
  expect(lines).toContain('- `books-v1/addBook/400/body/code/enum` (MUST, TYPE), open since 2026-08-20, waived');
});

test('the order of the lines does not matter, nor do duplicates', () => {
  expect(cardsOf([...nights().toReversed(), ...nights().slice(30, 60)])).toEqual(cards);
});

test('another environment, place or vendor is another card', () => {
  const places = [{}, { environment: 'production' }, { place: 'https://b.example' }, { vendor: 'authors' }];
  const all = cardsOf(places.flatMap((where) => [0, 1].map((index) => quietNight(index, where))));
  expect(all.map(({ vendor, environment, nights: own }) => [vendor, environment, own.length])).toEqual([
    ['authors', 'staging', 2],
    ['books', 'production', 2],
    ['books', 'staging', 2],
    ['books', 'staging', 2],
  ]);
});

test('a deviation that is inconclusive, or unseen by an invalid run, is not fixed', () => {
  const [card] = cardsOf([62, 70, 100].map(night));
  const gone = card?.deviations.filter(({ openSince }) => openSince === undefined);
  expect(gone).toEqual([]);
});

test('an empty history is reported', () => {
  expect(texts(scorecardPage([], '2026-10-28T04:00:00.000Z'))).toContain(
    'The history is empty: npm run conformance adds to it.',
  );
  expect(scorecardMarkdown([])).toContain('The history is empty.');
});

test('vendor text is escaped, and the page makes no request', () => {
  const attack = '"><script>x()</script><img src=x onerror=x()>';
  const hostile = nights().map((line) => ({
    ...line,
    vendor: attack,
    place: attack,
    findings: line.findings.map((each) => ({ ...each, clause: attack, code: attack, at: attack })),
    recorded: { [attack]: [`${attack}${line.at}`] },
    latency: { [attack]: { n: 1, ms: [1] } },
  }));
  const markup = scorecardPage(cardsOf(hostile), '2026-10-28T04:00:00.000Z');
  expect(markup).not.toMatch(/<script|<img/);
  expect(markup).toContain('content="default-src &#39;none&#39;; style-src');
  expect(markup).not.toMatch(/(?:src|href)="(?!data:)/);
});

test('a share is never rounded to 0 or 100 %', () => {
  expect([percent(9_999, 10_000), percent(1, 10_000), percent(0, 5), percent(5, 5), percent(0, 0)]).toEqual([
    '99.9 %',
    '0.1 %',
    '0 %',
    '100 %',
    '–',
  ]);
});

test('a percentile is the nearest rank, and a thinned duration stands for as many as were thinned', () => {
  const of = (...values: number[]) => values.map((value) => ({ value, weight: 1 }));
  expect(weightedPercentile(of(5, 1, 3, 2, 4), 50)).toBe(3);
  expect(weightedPercentile(of(1, 2, 3, 4), 50)).toBe(2);
  expect(weightedPercentile(of(7), 95)).toBe(7);
  expect(
    weightedPercentile(
      [
        { value: 10, weight: 99 },
        { value: 500, weight: 1 },
      ],
      95,
    ),
  ).toBe(10);
});
