/** An operation added to a document is in catalogue, plan and run with no code touched. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse, stringify } from 'yaml';
import { openBench, type BenchRun } from '../../../helpers/commands/proof/bench.ts';
import { plugins } from '../../../helpers/plugins/index.ts';
import { loadSuite, selected, type Suite } from '../../../helpers/profile/suite.ts';
import { catalogueText } from '../../../helpers/report/catalogue.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { declaredCases, type DeclaredCase } from '../../../helpers/run/declared.ts';
import { planOf } from '../../../helpers/run/plan.ts';
import { projectRoot } from '../harness/project.ts';
import { inFront, without } from '../harness/proxy.ts';

test.describe.configure({ mode: 'default' });

/** Two copies of getImageUrl; the vendor serves the first as documented, and leaves trace_id out of the second's 401. */
const added = {
  getPictureUrl: '/notes/{noteId}/images/{imageId}/picture',
  getPhotoUrl: '/notes/{noteId}/images/{imageId}/photo',
};

let folder: string;
let suite: Suite;
let cases: readonly DeclaredCase[];
let run: BenchRun;
let left: readonly unknown[];

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'operation-'));
  cpSync(path.join(projectRoot, 'specs'), path.join(folder, 'specs'), { recursive: true });
  const file = path.join(folder, 'specs/max-ai/v2.openapi.yaml');
  const document = parse(readFileSync(file, 'utf8')) as { paths: Record<string, { get?: object }> };
  const original = document.paths['/notes/{noteId}/images/{imageId}/url']?.get;
  for (const [name, at] of Object.entries(added))
    document.paths[at] = { get: { ...structuredClone(original), operationId: name } };
  writeFileSync(file, stringify(document, { aliasDuplicateObjects: false }));
  suite = selected(await loadSuite(path.join(folder, 'specs'), plugins), ['max-ai']);
  cases = (await declaredCases(suite)).filter(({ kind }) => kind === 'generated');
  const bench = await openBench(suite);
  const front = await inFront(bench.sandbox.origin, {
    path: (url) => url.replace(/\/(picture|photo)(?=\?|$)/, '/url'),
    alter: (passing) =>
      passing.status === 401 && /\/photo(\?|$)/.test(passing.url) ? without('trace_id', passing) : undefined,
  });
  const { MAX_AI_BASE_URL = '' } = front.through(bench.sandbox.env);
  run = await bench.run({}, cases, { variables: { MAX_AI_BASE_URL } });
  left = bench.sandbox.remaining().images;
  await front.close();
  await bench.close();
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it is in the catalogue and in the plan', () => {
  const plan = planOf(
    suite,
    cases.map(({ info }) => info),
  );
  const placesOf = (operation: string) =>
    plan.cases.flatMap(({ id }) => (id.startsWith(`${operation}/`) ? [id.slice(operation.length)] : []));
  expect(placesOf('max-ai-v2/getPictureUrl').length).toBeGreaterThan(20);
  expect(placesOf('max-ai-v2/getPictureUrl')).toEqual(placesOf('max-ai-v2/getImageUrl'));
  expect(plan.calls['max-ai-v2/getPictureUrl']).toBeGreaterThan(20);
  const text = catalogueText(suite.contracts, catalogue(suite), plan);
  for (const [name, at] of Object.entries(added)) expect(text).toContain(`## max-ai-v2/${name}\n\nGET ${at}, `);
});

test('what the vendor rejects conforms, and its one fault is found', () => {
  const deviating = run.report.clauses.flatMap(({ id, verdict }) => (verdict === 'deviates' ? [id] : []));
  expect(deviating).toEqual(['max-ai-v2/getPhotoUrl/401/body/trace_id/required']);
  expect(run.report.verdict).toBe('nonconformant');
  expect(left).toEqual([]);
});

test('its credential and parameter cases conform', () => {
  const own = run.report.cases.filter(({ id }) => /^max-ai-v2\/getPictureUrl\/(security|parameters)\//.test(id));
  expect(own.length).toBeGreaterThan(15);
  expect(own.filter(({ verdict }) => verdict !== 'conforms').map(({ id, because }) => `${id} ${because}`)).toEqual([]);
  const proven = ['400', '401', '403', '404'].map((status) => `max-ai-v2/getPictureUrl/${status}/body`);
  for (const id of proven) expect(run.report.clauses.find((each) => each.id === id)?.verdict, id).toBe('conforms');
});

test('its success is run too: it only reads', () => {
  for (const name of Object.keys(added))
    expect(run.report.clauses.find(({ id }) => id === `max-ai-v2/${name}/200/status`)?.verdict).toBe('conforms');
});

test('its calls are counted: made are those of the plan and every extra', () => {
  const { total, planned, extra } = run.report.requests;
  expect(total).toBe(planned + extra.reduce((sum, { calls }) => sum + calls, 0));
});
