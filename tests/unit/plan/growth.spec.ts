/** What a document costs grows with its operations, not faster: reading, cases, plan, index for the workers, verdicts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { loadSuite } from '../../../helpers/profile/suite.ts';
import { readConfig } from '../../../helpers/profile/config.ts';
import { asConfigured } from '../../../helpers/run/as-configured.ts';
import { catalogue, clauseLookup } from '../../../helpers/run/catalogue.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { planOf } from '../../../helpers/run/plan.ts';
import { emptyResult } from '../../../helpers/run/result.ts';
import { caseIndex, writeRunIndex } from '../../../helpers/run/run-index.ts';
import { sampleOf } from '../../../helpers/run/sample.ts';
import { junit } from '../../../helpers/report/junit.ts';
import { fold, planHash, type RunPlan } from '../../../helpers/verdict/fold.ts';
import { noWaivers } from '../../../helpers/verdict/waivers.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'growth-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

/** A collection and its items for every second operation, each with a schema of its own and one that all share. */
const documentOf = (operations: number) => ({
  openapi: '3.0.3',
  info: { title: 'Large', version: '1' },
  paths: Object.fromEntries(
    Array.from({ length: operations / 2 }, (_, index) => [
      [`/things${index}`, { get: operation(`listThings${index}`, index, []) }],
      [`/things${index}/{id}`, { get: operation(`getThing${index}`, index, [parameter('id', 'path')]) }],
    ]).flat(),
  ),
  components: {
    schemas: {
      Error: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
      ...Object.fromEntries(
        Array.from({ length: operations / 2 }, (_, index) => [
          `Thing${index}`,
          {
            type: 'object',
            required: ['id'],
            properties: { id: { type: 'string' }, next: { $ref: '#/components/schemas/Error' } },
          },
        ]),
      ),
    },
  },
});

const parameter = (name: string, place: string) => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string' },
});

const operation = (operationId: string, index: number, parameters: readonly object[]) => ({
  operationId,
  parameters: [...parameters, { ...parameter('limit', 'query'), schema: { type: 'integer', maximum: 50 } }],
  responses: {
    200: response(`#/components/schemas/Thing${index}`),
    404: response('#/components/schemas/Error'),
  },
});

const response = ($ref: string) => ({ description: 'x', content: { 'application/json': { schema: { $ref } } } });

/** A map that counts the entries that are visited one after the other; looking one up by its key costs nothing. */
class CountingMap<Key, Value> extends Map<Key, Value> {
  visits = 0;
  override *entries(): ReturnType<Map<Key, Value>['entries']> {
    for (const entry of super.entries()) {
      this.visits += 1;
      yield entry;
    }
  }
  override [Symbol.iterator]() {
    return this.entries();
  }
  override *keys(): ReturnType<Map<Key, Value>['keys']> {
    for (const [key] of this.entries()) yield key;
  }
  override *values(): ReturnType<Map<Key, Value>['values']> {
    for (const [, value] of this.entries()) yield value;
  }
}

/** How many operations and clauses all that a run does beside its calls looks at, for each operation of the document. */
async function visitsOf(count: number): Promise<number> {
  const root = path.join(folder, String(count));
  mkdirSync(path.join(root, 'specs', 'large'), { recursive: true });
  writeFileSync(path.join(root, 'specs', 'large', '1.openapi.json'), JSON.stringify(documentOf(count)));
  const env = { LARGE_BASE_URL: 'http://127.0.0.1:9' };
  const loaded = await loadSuite(path.join(root, 'specs'), [], env);
  const [contract] = loaded.contracts;
  if (contract?.operations.size !== count) throw new Error('the document was not read');
  const operations = new CountingMap(contract.operations);
  const { ofOperation } = contract.clauses;
  const clauses = Object.assign(new CountingMap(contract.clauses), { ofOperation });
  [operations.visits, clauses.visits] = [0, 0];
  const suite = { ...loaded, contracts: [{ ...contract, operations, clauses }] };
  const config = readConfig(env, { profiles: suite.profiles, selection: ['large'], allowWrites: false });
  const declared = await declaredCases(suite);
  const cases = declared.map(({ info }) => asConfigured(info, suite, config));
  expect(planOf(suite, cases).orphans).toEqual([]);
  expect(sampleOf({ cases, clauses: catalogue(suite) }, { calls: count, day: '2026-11-26' }).length).toBeGreaterThan(0);
  writeRunIndex(root, suite, caseIndex(declared));
  const clause = clauseLookup(suite);
  for (const { clauses: ids, operation: id } of cases) for (const each of ids) clause(each, id);
  const plan: RunPlan = { ...suite, catalogue: catalogue(suite), cases, targets: [], waivers: noWaivers };
  const report = fold(plan, [
    { kind: 'run-started', at: '2026-11-26T00:00:00.000Z', plan: planHash(plan) },
    ...cases.map((info) => ({ kind: 'case-finished' as const, result: emptyResult(info) })),
  ]);
  expect(junit(report).length).toBeGreaterThan(0);
  return (operations.visits + clauses.visits) / count;
}

test('ten times the operations are ten times the work, not a hundred times', async () => {
  const [small, large] = [await visitsOf(40), await visitsOf(400)];
  expect(small).toBeGreaterThan(0);
  expect(large / small).toBeLessThan(1.5);
});
