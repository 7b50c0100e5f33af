/** What a run writes for other programs, against the schemas that those programs publish. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { badge } from '../../../../helpers/report/badge.ts';
import { ctrf } from '../../../../helpers/report/ctrf.ts';
import { driftSarif } from '../../../../helpers/report/drift-sarif.ts';
import { junit } from '../../../../helpers/report/junit.ts';
import { sarif } from '../../../../helpers/report/sarif.ts';
import { lineFinder, sourcePlace } from '../../../../helpers/report/source-line.ts';
import { causeReport, causesOf } from '../../../../helpers/verdict/causes.ts';
import type { MovedThing } from '../../../../helpers/verdict/drift/moved.ts';
import type { DriftReport } from '../../../../helpers/verdict/drift/report.ts';
import type { Report } from '../../../../helpers/verdict/report.ts';
import { big, conforming, invalid, nothingRun, threeDeviations } from '../../report/samples.ts';

/** Without the words that only draft 4 has for its own name: the rest of the schema of SARIF means the same in draft 7. */
const schema = (name: string): object => {
  const text = readFileSync(path.join(import.meta.dirname, name), 'utf8');
  const { id: _id, $schema: _dialect, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
};
const isCtrf = addFormats.default(new Ajv({ strict: false })).compile(schema('ctrf.json'));
const isSarif = addFormats.default(new Ajv({ strict: false })).compile(schema('sarif-2.1.0.json'));

/** A report with its causes, as a run has them. */
const withCauses = (report: Report): Report => ({
  ...report,
  causes: causesOf(report.clauses).map((cause) => causeReport(cause, report.operations)),
});
const text = 'openapi: 3.0.3\npaths:\n  /notes:\n    get:\n      tags: [a, b]\n';
const noLines = () => undefined;

for (const [name, report] of Object.entries({ conforming, threeDeviations, invalid, nothingRun, big })) {
  test(`CTRF and SARIF of a run are valid: ${name}`, () => {
    expect([isCtrf(ctrf(report())), isCtrf.errors]).toEqual([true, null]);
    expect([isSarif(sarif(withCauses(report()), noLines)), isSarif.errors]).toEqual([true, null]);
  });

  test(`CTRF counts as JUnit does: ${name}`, () => {
    const { summary, tests } = ctrf(report()).results;
    const [, all, failures, errors, skipped] =
      /tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(junit(report())) ?? [];
    expect([summary.tests, summary.failed, summary.other, summary.skipped].map(String)).toEqual([
      all,
      failures,
      errors,
      skipped,
    ]);
    expect(tests.map(({ testId }) => testId)).toEqual(report().cases.map(({ id }) => id));
  });
}

test('the schemas reject what is wrong', () => {
  expect(isCtrf({ ...ctrf(conforming()), specVersion: 1 })).toBe(false);
  const log = sarif(withCauses(threeDeviations()), noLines);
  expect(isSarif({ ...log, version: '2.0.0' })).toBe(false);
  expect(isSarif({ ...log, runs: log.runs.map((run) => ({ ...run, results: [{}] })) })).toBe(false);
});

test('a cause is one result, with its level, its place and an id that stays', () => {
  const report = withCauses(threeDeviations());
  const [run] = sarif(report, () => 7).runs;
  const levels = { MUST: 'error', SHOULD: 'warning', INFO: 'note' };
  expect(run?.results.map(({ level, partialFingerprints }) => [partialFingerprints['cause'], level])).toEqual(
    report.causes?.map(({ id, level }) => [id, levels[level]]),
  );
  expect(run?.results.length).toBeGreaterThan(2);
  for (const { locations, message } of run?.results ?? []) {
    expect(locations[0]?.physicalLocation.region?.startLine).toBe(7);
    expect(message.text).toContain('Promised: ');
  }
  expect(new Set(run?.tool.driver.rules.map(({ id }) => id))).toEqual(
    new Set(run?.results.map(({ ruleId }) => ruleId)),
  );
});

test('drift is valid SARIF too', () => {
  const thing: MovedThing = {
    id: '0123456789',
    contract: 'books-v1',
    rule: 'response-required-property-removed',
    severity: 'breaking',
    who: 'document without behaviour',
    places: [{ operation: 'GET /books', side: 'response', status: '200', group: 'body', pointer: '/title' }],
    pinned: '/components/schemas/Book/properties/title',
    from: 'title',
    clauses: { appear: [], vanish: [], tighten: [], loosen: [], alter: [], deviate: [] },
  };
  const log = driftSarif([{ things: [thing] }] as unknown as readonly DriftReport[], () => 'specs/books/v1.yaml');
  expect(log.runs[0]?.results.length).toBe(1);
  expect([isSarif(log), isSarif.errors]).toEqual([true, null]);
});

test('the line of a place is that of its key; a file is read once', () => {
  let reads = 0;
  const lineOf = lineFinder((file) => {
    reads += 1;
    return file === 'a.yaml' ? text : undefined;
  });
  const at = (pointer: string, file = 'a.yaml') => lineOf({ file, pointer });
  expect(
    ['', '/openapi', '/paths/~1notes', '/paths/~1notes/get/tags/1', '/paths/~1gone/get'].map((each) => at(each)),
  ).toEqual([1, 1, 3, 5, 2]);
  expect(at('/x', 'gone.yaml')).toBeUndefined();
  expect(reads).toBe(2);
});

test('a clause of a page has no place in a file', () => {
  expect(sourcePlace('https://docs.example/a#b')).toBeUndefined();
  expect(sourcePlace('specs/a/v1.yaml#/paths/~1a')).toEqual({ file: 'specs/a/v1.yaml', pointer: '/paths/~1a' });
});

test('a badge says the verdict, and how many causes make it so', () => {
  expect(badge(conforming())).toEqual({
    schemaVersion: 1,
    label: 'conformance',
    message: 'conformant',
    color: 'brightgreen',
    cacheSeconds: 3_600,
  });
  const one = { ...threeDeviations(), targets: threeDeviations().targets.slice(0, 1) };
  expect(badge(one)).toMatchObject({ label: 'conformance max-ai', color: 'red' });
  expect(badge(one).message).toMatch(/^nonconformant: \d+ causes$/);
  expect(badge(nothingRun()).color).toBe('lightgrey');
});
