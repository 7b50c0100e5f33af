/** An operation added to a document is in catalogue, plan and run with no code touched. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../../helpers/run/plan.ts';
import { startSandbox } from '../../../sandbox/start.ts';
import { command, conformance, copyProject, type Conformance } from '../harness/project.ts';
import { inFront, without } from '../harness/proxy.ts';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const project = copyProject();
const { folder } = project;
test.afterAll(() => project.remove());

/** Two copies of deleteImage; the vendor serves the first as documented, and leaves trace_id out of the second's 401. */
const added = { deletePicture: '/notes/{noteId}/pictures/{imageId}', deletePhoto: '/notes/{noteId}/photos/{imageId}' };

test('it is in the catalogue and in the plan, its success without a known set-up', async () => {
  const file = path.join(folder, 'specs/max-ai/v2.openapi.yaml');
  const document = parse(readFileSync(file, 'utf8')) as { paths: Record<string, { delete?: object }> };
  const original = document.paths['/notes/{noteId}/images/{imageId}']?.delete;
  for (const [name, at] of Object.entries(added))
    document.paths[at] = { delete: { ...structuredClone(original), operationId: `NotesController_${name}` } };
  writeFileSync(file, stringify(document, { aliasDuplicateObjects: false }));

  const plan = JSON.parse((await command('plan', { args: ['max-ai', '--json'], folder })).stdout) as Plan;
  const idsOf = (name: string) =>
    plan.cases.flatMap(({ id }) => (id.startsWith(`max-ai-v2/${name}/`) ? [id.split('/').slice(2).join('/')] : []));
  expect(idsOf('deletePicture').length).toBeGreaterThan(20);
  expect(idsOf('deletePicture')).toEqual(idsOf('deleteImage'));
  expect(plan.calls['max-ai-v2/deletePicture']).toBeGreaterThan(20);
  expect((await command('catalogue', { folder })).stderr).toBe('');
  const catalogue = readFileSync(path.join(folder, 'reports/catalogue.md'), 'utf8');
  for (const [name, at] of Object.entries(added)) expect(catalogue).toContain(`## max-ai-v2/${name}\n\nDELETE ${at}, `);
});

let run: Conformance;

test('it is run: what the vendor refuses conforms, and its one fault is found', async () => {
  // The scenarios of the other operations have nothing to say of it.
  rmSync(path.join(folder, 'tests/max-ai'), { recursive: true });
  const sandbox = await startSandbox();
  const front = await inFront(sandbox.origin, {
    path: (url) => url.replace(/\/(pictures|photos)\//, '/images/'),
    alter: (passing) =>
      passing.status === 401 && passing.url.includes('/photos/') ? without('trace_id', passing) : undefined,
  });
  const { MAX_AI_RATE_LIMIT_API_KEY: _probe, ...env } = sandbox.env;
  run = await conformance({ args: ['max-ai'], env: front.through(env), folder });
  const left = sandbox.remaining();
  await front.close();
  await sandbox.close();
  run.remove();
  const deviating = run.report.clauses.flatMap(({ id, verdict }) => (verdict === 'deviates' ? [id] : []));
  expect(deviating).toEqual(['max-ai-v2/deletePhoto/401/body/trace_id/required']);
  expect([run.code, run.report.verdict]).toEqual([1, 'nonconformant']);
  expect(left.images).toEqual([]);
});

test('its credential and parameter cases conform', () => {
  const cases = run.report.cases.filter(({ id }) => /^max-ai-v2\/deletePicture\/(security|parameters)\//.test(id));
  expect(cases.length).toBeGreaterThan(15);
  expect(cases.filter(({ verdict }) => verdict !== 'conforms').map(({ id }) => id)).toEqual([]);
  const proven = ['400', '401', '403', '404'].map((status) => `max-ai-v2/deletePicture/${status}/body`);
  for (const id of proven) expect(run.report.clauses.find((each) => each.id === id)?.verdict, id).toBe('conforms');
});

test('its success is not run: no set-up is known', () => {
  for (const name of Object.keys(added))
    expect(run.report.clauses.find(({ id }) => id === `max-ai-v2/${name}/200/status`)).toMatchObject({
      verdict: 'not-run',
      because: 'no set-up is known for a successful request of this operation',
    });
});

test('its calls are counted: made are those of the plan and every extra', () => {
  const { total, planned, extra } = run.report.requests;
  expect(total).toBe(planned + extra.reduce((sum, { calls }) => sum + calls, 0));
});
