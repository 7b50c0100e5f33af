/** A large report in parts: every clause on one page, an index that stays small, and work that grows with the operations. */
import { expect, test } from '@playwright/test';
import { matrixPages } from '../../../helpers/report/matrix.ts';
import { isPaged, pagesOf, partsOf } from '../../../helpers/report/paging.ts';
import { large } from './large.ts';
import { conforming } from './samples.ts';

test('a report of few cases is one page', () => {
  const report = conforming();
  expect(isPaged(report)).toBe(false);
  expect([...matrixPages(report)].map(({ path }) => path)).toEqual(['index.html']);
  expect(pagesOf(report)('any')).toBe('index.html');
});

test('every clause is in one part, each part has files of its own', () => {
  const report = large(150);
  const parts = partsOf(report);
  expect(parts.flatMap(({ clauses }) => clauses)).toHaveLength(report.clauses.length);
  expect(new Set(parts.flatMap(({ clauses }) => clauses.map(({ id }) => id))).size).toBe(report.clauses.length);
  expect(new Set(parts.map(({ file }) => file.toLowerCase())).size).toBe(parts.length);
  expect(Math.max(...parts.map(({ clauses }) => clauses.length))).toBeLessThan(500);
});

test('names that differ in letter case, or in what no file name holds, are different files', () => {
  const report = large(120);
  const [first, second, third] = report.operations;
  if (!first || !second || !third) throw new Error('no operations');
  const operations = [
    { ...first, name: 'getBook' },
    { ...second, name: 'GETBOOK' },
    { ...third, name: '../get book' },
  ];
  const files = partsOf({ ...report, operations, clauses: [] }).map(({ file }) => file);
  expect(files).toEqual(['operations/getBook', 'operations/GETBOOK-2', 'operations/-get-book']);
});

/** The pages of a report of so many operations, and the microseconds of CPU that each operation costs. */
function written(operations: number) {
  const report = large(operations);
  const before = process.cpuUsage().user;
  const pages = new Map([...matrixPages(report)].map(({ path, text }) => [path, text]));
  return { report, pages, cost: (process.cpuUsage().user - before) / operations };
}
let thousand: ReturnType<typeof written> | undefined;
const ofThousand = () => (thousand ??= written(1_000));
test.afterAll(() => (thousand = undefined));

test('the index of 1,000 operations is below 1 MB, and its links lead to pages and entries that are there', () => {
  const { report, pages } = ofThousand();
  const index = pages.get('index.html') ?? '';
  expect(Buffer.byteLength(index)).toBeLessThan(1_000_000);
  const links = [...index.matchAll(/href="(operations\/[^"#]+)/g)].map(([, file]) => file ?? '');
  expect(links.length).toBeGreaterThan(1_000);
  expect(links.filter((file) => !pages.has(file))).toEqual([]);
  const last = report.clauses.at(-1)?.id ?? '';
  expect(pages.get(pagesOf(report)(last))).toContain(`id="clause:${last.replaceAll(':', '_')}"`);
});

test('what an operation costs does not grow with their number', () => {
  const { cost } = ofThousand();
  // Quadratic work would make it eight times as much.
  expect(cost / written(125).cost).toBeLessThan(4);
});
