/** The plan as a configuration has it: where calls go, which write, and what is not run. */
import { expect, test } from '@playwright/test';
import { readConfig } from '../../../helpers/profile/config.ts';
import { asConfigured, plannedOperations } from '../../../helpers/run/as-configured.ts';
import { operationsOf, testsOf } from '../../../helpers/run/generated.ts';
import type { CaseInfo } from '../../../helpers/run/result.ts';
import { loadProject } from '../../../helpers/run/worker.ts';

const suite = await loadProject();
const environment = {
  MAX_AI_BASE_URL: 'https://api.maxcare.ai/base',
  MAX_AI_API_KEY: 'max_prd_ak_made_up_here',
  MAX_AI_ORGANIZATION_ID: 'org_1',
  MAX_AI_PROVIDER_ID: 'prv_1',
  MAX_AI_NOTE_ID: 'nte_1',
  TARGET_ENVIRONMENT: 'production',
};
const config = (more: Readonly<Record<string, string>> = {}) =>
  readConfig({ ...environment, ...more }, { profiles: suite.profiles, selection: ['max-ai'] });
const generated = operationsOf(suite.contracts)
  .filter(({ contract }) => contract.vendor === 'max-ai')
  .flatMap((operation) => testsOf(operation, suite.vendors.of(operation)))
  .map(({ info }) => info);
const planned = (info: CaseInfo, of = config()) => asConfigured(info, suite, of);
const named = (id: string): CaseInfo => {
  const found = generated.find((info) => info.id === `max-ai-v2/${id}`);
  if (!found) throw new Error(id);
  return found;
};

test('every operation has its method, URL, environment and effect', () => {
  const operations = new Map(plannedOperations(suite, config()).map((each) => [each.id, each]));
  const base = 'https://api.maxcare.ai/base/v2/notes/{noteId}/images/{imageId}';
  expect(operations.get('max-ai-v2/getImageUrl')).toEqual({
    id: 'max-ai-v2/getImageUrl',
    method: 'GET',
    url: `${base}/url`,
    environment: 'production',
    effect: 'reads',
  });
  expect(operations.get('max-ai-v2/deleteImage')).toEqual({
    id: 'max-ai-v2/deleteImage',
    method: 'DELETE',
    url: base,
    environment: 'production',
    effect: 'writes',
  });
  expect([...operations.keys()].every((id) => id.startsWith('max-ai-'))).toBe(true);
});

test('production is read only: what would write is not run, what reads makes no call that writes', () => {
  const reads = plannedOperations(suite, config()).flatMap(({ id, effect }) => (effect === 'reads' ? [id] : []));
  for (const info of generated) {
    const { calls, notRun } = planned(info);
    const writes = Object.keys(calls).filter((id) => !reads.includes(id));
    expect(writes, info.id).toEqual([]);
    expect(notRun === undefined, info.id).toBe(Object.keys(calls).length > 0);
  }
  expect(planned(named('getImageUrl/security/absent')).calls).toEqual({ 'max-ai-v2/getImageUrl': 1 });
  expect(planned(named('deleteImage/security/absent')).notRun).toMatch(
    /^it would write to production: ALLOW_PRODUCTION/,
  );
  // The method of these is not the operation's.
  expect(planned(named('getImageUrl/methods/put')).notRun).toMatch(/^it would write to production/);
});

test('a scenario that calls what writes is not run either', () => {
  const scenario: CaseInfo = {
    id: 'max-ai-v2/getImageUrl#a',
    title: 'MUST a',
    operation: 'max-ai-v2/getImageUrl',
    clauses: [],
    calls: { 'max-ai-v2/getImageUrl': 1, 'max-ai-v3/uploadImage': 1 },
    needs: [],
  };
  expect(planned(scenario).calls).toEqual({});
  expect(planned(scenario).notRun).toContain('it would write');
  const reading = { ...scenario, calls: { 'max-ai-v2/getImageUrl': 2 } };
  expect(planned(reading)).toEqual(reading);
});

test('where ALLOW_PRODUCTION names the vendor, every case is as it was', () => {
  const all = config({ ALLOW_PRODUCTION: 'max-ai', MAX_AI_RESTRICTED_API_KEY: 'max_prd_ak_restricted' });
  for (const info of generated) expect(planned(info, all)).toEqual(info);
});

test('a case that lacks a variable names it', () => {
  const info = { ...named('getImageUrl/security/absent'), needs: ['MAX_AI_NOTE_ID', 'MAX_AI_SIGNED_NOTE_ID'] };
  expect(planned(info)).toMatchObject({ calls: {}, notRun: 'MAX_AI_SIGNED_NOTE_ID is not set' });
});

test('a case whose credential is not set makes no call', () => {
  const all = config({ ALLOW_PRODUCTION: 'max-ai' });
  expect(planned(named('getImageUrl/security/scope'), all)).toMatchObject({
    calls: {},
    notRun: 'MAX_AI_RESTRICTED_API_KEY is not set',
  });
});
