/** What a run hands to its workers is what it read itself, and says which cases are tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { casesUnder, declaredCases, type DeclaredCase } from '../../../helpers/run/declared.ts';
import { caseIndex, readCaseIndex, readRunSuite, writeRunIndex } from '../../../helpers/run/run-index.ts';
import { documentOf } from '../../../helpers/commands/bench/document.ts';
import { plugins } from '../../../helpers/plugins/index.ts';
import { loadSuite } from '../../../helpers/profile/suite.ts';
import { loadProject } from '../../../helpers/run/worker.ts';

let directory: string;
test.beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'run-index-'));
});
test.afterEach(() => rmSync(directory, { recursive: true }));

test('a worker has the suite that was read: clauses, operations, schemas and their places', async () => {
  const suite = await loadProject();
  const declared = await declaredCases(suite);
  writeRunIndex(directory, suite, caseIndex(declared));
  const taken = readRunSuite(directory, plugins);
  expect(taken.contracts.map(({ id }) => id)).toEqual(suite.contracts.map(({ id }) => id));
  for (const [index, contract] of taken.contracts.entries()) {
    const read = suite.contracts[index];
    for (const id of contract.operations.keys())
      expect(contract.clauses.ofOperation(id)).toEqual(read?.clauses.ofOperation(id));
    expect([...contract.clauses.keys()]).toEqual([...(read?.clauses.keys() ?? [])]);
    expect([...contract.clauses.values()]).toEqual([...(read?.clauses.values() ?? [])]);
    expect(contract.policy).toEqual(read?.policy);
    expect(contract.locate('/paths')).toBe(read?.locate('/paths'));
    for (const [id, { contract: of, ...operation }] of contract.operations) {
      const { contract: _contract, ...other } = read?.operations.get(id) ?? {};
      expect(operation).toEqual(other);
      expect(of).toBe(contract);
      for (const { content } of operation.responses.values())
        for (const { schemaPointer } of content)
          if (schemaPointer !== undefined)
            expect(contract.schemas.errors(schemaPointer, { conformance: 1 })).toEqual(
              read?.schemas.errors(schemaPointer, { conformance: 1 }),
            );
    }
  }
  const again = await declaredCases(taken);
  expect(again.map(({ info }) => info)).toEqual(declared.map(({ info }) => info));
});

test('a worker reads the suite of a large document in at most half of the processor time that reading the document takes', async () => {
  const root = path.join(directory, 'specs', 'large');
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, '1.openapi.json'), JSON.stringify(documentOf(400)));
  const cpu = async <T>(work: () => T | Promise<T>) => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    return { result, micros: user + system };
  };
  const load = () => loadSuite(path.join(directory, 'specs'), [], { LARGE_BASE_URL: 'http://127.0.0.1:9' });
  // The first time everything is compiled.
  await load();
  const { result: suite, micros } = await cpu(load);
  expect(suite.contracts[0]?.operations.size).toBe(400);
  writeRunIndex(directory, suite, caseIndex([]));
  readRunSuite(directory, []);
  const taken = await cpu(() => readRunSuite(directory, []));
  expect(taken.result.contracts[0]?.clauses.size).toBe(suite.contracts[0]?.clauses.size);
  expect(taken.micros / micros).toBeLessThan(0.5);
});

test('the cases of a group are those that are declared for it', async () => {
  const suite = await loadProject();
  const { groups } = caseIndex(await declaredCases(suite));
  for (const group of groups) {
    const ids = (await casesUnder(group, suite)).map(({ info }) => info.id);
    expect(ids).toEqual(group.cases.map(({ id }) => id));
  }
});

const fake = (count: number): DeclaredCase[] =>
  Array.from({ length: count }, (_, index) => ({
    info: {
      id: `a/op${index % 7}/case-${index}`,
      title: 'MUST',
      operation: `a/op${index % 7}`,
      clauses: [],
      calls: {},
      needs: [],
    },
    run: () => Promise.resolve(),
    exclusive: false,
    kind: 'generated',
  }));

test('up to 2,000 cases each is a test, above that each operation is one; a selection changes nothing about it', () => {
  expect(caseIndex(fake(2_000)).isGrouped).toBe(false);
  const { isGrouped, groups } = caseIndex(fake(2_001), new Set(['a/op3/case-3', 'a/op3/case-10']));
  expect(isGrouped).toBe(true);
  expect(groups.map(({ title, cases }) => [title, cases.map(({ id }) => id)])).toEqual([
    ['a/op3', ['a/op3/case-3', 'a/op3/case-10']],
  ]);
});

test('where no run has begun there is no index', () => {
  expect(readCaseIndex(undefined)).toBeUndefined();
  expect(readCaseIndex(directory)).toBeUndefined();
});
