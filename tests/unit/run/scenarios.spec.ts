/** Scenarios: values with an id, counted by a conforming run. */
import { requestRecord } from '../request-record.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { countScenario } from '../../../helpers/run/count-scenarios.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import type { CaseResult } from '../../../helpers/run/result.ts';
import {
  lockFile,
  lockText,
  readLock,
  scenarioCaseId,
  scenarioInfo,
  scenariosOf,
} from '../../../helpers/run/scenarios.ts';
import { newAttempt } from '../../../helpers/run/attempt.ts';
import { mergeAttempts } from '../../../helpers/run/merge-attempts.ts';
import type { Clause } from '../../../helpers/contract/types.ts';
import { loadProject, projectRoot, specsFolder } from '../../../helpers/run/worker.ts';

const suite = await loadProject();
const tests = path.join(projectRoot, 'tests');
const vendors = [...new Set(suite.contracts.map(({ vendor }) => vendor))];

for (const vendor of vendors)
  test(`scenarios.lock of ${vendor} names its scenarios, each once, and no other`, async () => {
    const ids = (await scenariosOf(vendor, tests)).map(scenarioCaseId);
    expect(ids.toSorted()).toEqual([...readLock(lockFile(specsFolder, vendor)).keys()].toSorted());
  });

test('a scenario proves clauses that there are, of operations that there are', async () => {
  const operations = new Set(suite.contracts.flatMap((contract) => [...contract.operations.keys()]));
  for (const vendor of vendors)
    for (const scenario of await scenariosOf(vendor, tests)) {
      expect(operations, scenario.id).toContain(scenario.operation);
      expect(scenario.title, scenario.id).toMatch(/^(MUST|SHOULD|INFO) /);
      expect(scenario.proves.length, scenario.id).toBeGreaterThan(0);
    }
});

test('exclusive cases come last', async () => {
  const cases = await declaredCases(suite);
  const firstExclusive = cases.findIndex(({ exclusive }) => exclusive);
  expect(firstExclusive).toBeGreaterThan(0);
  expect(cases.slice(firstExclusive).every(({ exclusive }) => exclusive)).toBe(true);
});

test('a vendor without a folder has no scenarios', async () => {
  expect(await scenariosOf('nobody', tests)).toEqual([]);
});

test('a scenario that was not counted yet is planned without calls', () => {
  const scenario = {
    id: 'new',
    title: 'MUST x',
    operation: 'v1/get',
    proves: ['c'],
    run: () => Promise.resolve(),
  } as const;
  expect(scenarioInfo(scenario, new Map())).toMatchObject({ id: 'v1/get#new', calls: {}, needs: [] });
  expect(scenarioInfo(scenario, new Map([['v1/get#new', { 'v1/get': 2 }]])).calls).toEqual({ 'v1/get': 2 });
});

test('a lock file is read as it was written, whatever the order', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  try {
    const counted = new Map([
      ['v1/get#b', { 'v1/get': 2, 'other/call=odd': 1 }],
      ['v1/get#a', {}],
    ]);
    const file = path.join(folder, 'scenarios.lock');
    writeFileSync(file, lockText(counted));
    expect(Object.fromEntries(readLock(file))).toEqual(Object.fromEntries(counted));
    expect(lockText(counted)).toBe('v1/get#a\nv1/get#b other/call=odd=1 v1/get=2\n');
    expect(readLock(path.join(folder, 'none')).size).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.describe('counting', () => {
  const info = {
    id: 'v1/get#x',
    title: 'MUST x',
    operation: 'v1/get',
    clauses: ['told', 'v1/get/404'],
    calls: {},
    needs: [],
  };
  const clauses = new Map<string, Clause>();
  const answered = (status: number): CaseResult => {
    const state = newAttempt();
    state.made['v1/get'] = 1;
    state.outcomes.push({ kind: 'pass', clause: 'told' });
    state.records.push({
      case: info.id,
      operation: 'v1/get',
      startedAt: '',
      durationMs: 1,
      request: requestRecord(),
      answer: { status, headers: [], body: '' },
    });
    return mergeAttempts(info, [state], 1);
  };

  test('a scenario that asserts what it proves is counted', () => {
    expect(countScenario(answered(404), clauses)).toEqual({ calls: { 'v1/get': 1 }, problems: [] });
  });
  test('a clause that a scenario claims to prove and never asserts is a problem', () => {
    expect(countScenario(answered(200), clauses).problems.join()).toContain('v1/get/404');
    const silent = { ...answered(404), outcomes: [] };
    expect(countScenario(silent, clauses).problems.join()).toContain('proves told');
    const conditional = new Map([['told', { conditional: 'only then' } as Clause]]);
    expect(countScenario(silent, conditional).problems).toEqual([]);
  });
  test('a run that does not conform counts nothing', () => {
    expect(countScenario({ ...answered(404), notRun: 'X is not set' }, clauses).problems).toEqual([
      'v1/get#x: X is not set',
    ]);
    const extra = [{ reason: 'retried after 429', calls: 1 }];
    expect(countScenario({ ...answered(404), extra }, clauses).problems.join()).toContain('not planned');
  });
});
