/** What the first edition wrote is still read: reports of version 1, old codes in waivers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readReportFile } from '../../../helpers/commands/reports.ts';
import { compare } from '../../../helpers/report/compare.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { findingId } from '../../../helpers/verdict/finding-id.ts';
import type { Report } from '../../../helpers/verdict/report.ts';
import { upgradeReport } from '../../../helpers/verdict/upgrade.ts';
import { readWaivers } from '../../../helpers/verdict/waivers.ts';

const suite = await loadProject();
const { contracts } = suite;
const clauses = [...catalogue(suite).values()];

/** A report as commit 9ca8919 wrote it, of every clause there is. */
const ofVersion1 = {
  version: 1,
  verdict: 'nonconformant',
  because: '1 MUST clause deviates',
  startedAt: '2026-11-20T10:00:00.000Z',
  durationMs: 40_000,
  targets: [],
  operations: contracts.flatMap(({ id, vendor, operations }) =>
    [...operations.values()].map((operation) => ({
      id: operation.id,
      contract: id,
      vendor,
      method: operation.method,
      path: operation.path,
      responses: [...operation.responses.keys()],
    })),
  ),
  counts: { conforms: 1, waived: 0, 'not-run': 0, undecided: 1, broken: 1, deviates: 1, warnings: 0, cases: 1 },
  requests: {
    total: 2,
    planned: 1,
    extra: [{ why: 'asked again after 429: max-ai-v2/deleteImage', calls: 1 }],
    perOperation: { 'max-ai-v2/deleteImage': 2 },
  },
  clauses: clauses.map(({ id, level, sentence, at, hash }, index) => ({
    id,
    level: level === 'INFO' ? 'ASKS' : level,
    verdict: ['conforms', 'undecided', 'broken', 'deviates'][index % 4],
    sentence,
    at,
    hash,
    findings:
      index % 4 === 3
        ? [
            {
              code: 'REFUSED_YET_DONE',
              at: 'status',
              expected: '404',
              actual: '503: it is gone',
              occurrences: 1,
              reproduced: { k: 1, n: 1 },
              fault: 'vendor',
              id: '0123456789',
              cases: [id],
              exchange: { curl: 'curl', request: { method: 'GET' } },
            },
          ]
        : [],
    cases: [id],
    example: { curl: 'curl' },
  })),
  cases: [{ id: 'a', title: 'ASKS x', operation: 'b', level: 'ASKS', verdict: 'undecided', durationMs: 1 }],
  notices: [],
};

test('a report of version 1 is read as version 2', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'upgrade-'));
  try {
    writeFileSync(path.join(folder, 'conformance.json'), JSON.stringify(ofVersion1));
    const report = readReportFile(path.join(folder, 'conformance.json'));
    expect(report.version).toBe(2);
    expect(report.counts).toMatchObject({ inconclusive: 1, error: 1 });
    expect(report.requests.extra).toEqual([
      { reason: 'asked again after 429', caseId: 'max-ai-v2/deleteImage', calls: 1 },
    ]);
    expect(report.cases[0]).toMatchObject({ level: 'INFO', verdict: 'inconclusive' });
    const [finding] = report.clauses[3]?.findings ?? [];
    expect(finding).toMatchObject({ code: 'SIDE_EFFECT_ON_REJECTION', status: 503, level: 'MUST' });
    expect(compare(report, report).changed).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every clause of version 1 stands where it stands today', () => {
  const { clauses: upgraded } = upgradeReport(ofVersion1) as Report;
  expect(Object.fromEntries(upgraded.map(({ id, ref }) => [id, ref]))).toEqual(
    Object.fromEntries(clauses.map(({ id, ref }) => [id, ref])),
  );
});

test('anything but a version 1 report is returned unchanged', () => {
  for (const value of [null, 'x', [], { version: 1 }, { ...ofVersion1, version: 2 }, { ...ofVersion1, clauses: [1] }])
    expect(upgradeReport(value)).toBe(value);
});

test('a waiver accepts the old and the new name of a code; the finding id is the same', () => {
  const of = (code: string) =>
    readWaivers(
      `waivers:\n  - { clause: a/b/c, hash: '1', code: ${code}, environment: staging, owner: o, ticket: t, reason: r, expires: 2027-01-01 }\n`,
      'waivers.yaml',
      '2026-11-26',
    ).waivers[0]?.code;
  expect(of('KEY_TWICE')).toBe('DUPLICATE_KEY');
  expect(of('DUPLICATE_KEY')).toBe('DUPLICATE_KEY');
  expect(findingId('a/b/c', 'DUPLICATE_KEY', 'body')).toBe(findingId('a/b/c', 'KEY_TWICE', 'body'));
  expect(findingId('a/b/c', 'BODY_TYPE', 'body')).not.toBe(findingId('a/b/c', 'BODY_ENUM', 'body'));
});
