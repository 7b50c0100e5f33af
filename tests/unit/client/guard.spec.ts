/** What may leave this machine: the pure rule, and the wire that asks it before anything is sent. */
import http from 'node:http';
import { hostname } from 'node:os';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { isPrivateAddress } from '../../../helpers/client/address.ts';
import { denialReason, urlDenial, type RequestEffects, type ResourceFacts } from '../../../helpers/client/guard.ts';
import { casesOf } from '../../../helpers/cases/index.ts';
import { readConfig } from '../../../helpers/profile/config.ts';
import type { RequestPlan } from '../../../helpers/contract/types.ts';
import { openEngine, type Engine } from '../../../helpers/run/engine.ts';
import { runCase } from '../../../helpers/run/run-case.ts';
import type { CaseContext } from '../../../helpers/run/context.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';

const somebodys = '7d1c0a8e-1111-4222-8333-444455556666';

const knowing = (
  ids: { isCreated?: string; isUnknown?: string; fixture?: string; isTestDataParent?: string } = {},
): ResourceFacts => ({
  vendor: 'max-ai',
  mayWrite: true,
  production: false,
  isCreated: (id) => id === ids.isCreated,
  isUnknown: (id) => id === ids.isUnknown,
  fixture: (id) => (id === ids.fixture ? 'MAX_AI_SIGNED_NOTE_IMAGE_ID' : undefined),
  isTestDataParent: (id) => id === ids.isTestDataParent,
});
const removing = (id: string, expectedRejection?: RequestEffects['expectedRejection']): RequestEffects => ({
  operation: 'max-ai-v2/deleteImage',
  method: 'DELETE',
  affectedIds: [id],
  parentId: undefined,
  expectedRejection,
  onlyReads: true,
  isDescribed: true,
  mayCreate: false,
  isBlank: false,
});

test.describe('the rule', () => {
  test('a DELETE of an id that is not in the journal is denied, whatever is declared', () => {
    for (const expectedRejection of [undefined, 'unknown', 'foreign', 'fixture'] as const)
      expect(denialReason(removing(somebodys, expectedRejection), knowing())?.kind).toBe('denied');
  });
  test('a DELETE of a created or an unknown id is allowed', () => {
    expect(denialReason(removing(somebodys), knowing({ isCreated: somebodys }))).toBeUndefined();
    expect(denialReason(removing('not-an-id'), knowing({ isUnknown: 'not-an-id' }))).toBeUndefined();
  });
  test('a DELETE of a fixture needs a declared rejection', () => {
    expect(denialReason(removing(somebodys), knowing({ fixture: somebodys }))?.kind).toBe('denied');
    expect(denialReason(removing(somebodys, 'fixture'), knowing({ fixture: somebodys }))).toBeUndefined();
  });
  test('PUT and PATCH are judged as DELETE is', () => {
    for (const method of ['PUT', 'PATCH', 'POST'])
      expect(denialReason({ ...removing(somebodys, 'fixture'), method }, knowing({ fixture: somebodys }))?.kind).toBe(
        'denied',
      );
  });
  test('one foreign id among several is enough to deny', () => {
    const both = { ...removing('mine'), affectedIds: ['mine', somebodys] };
    expect(denialReason(both, knowing({ isCreated: 'mine' }))?.kind).toBe('denied');
  });
  test('a read-only target gets no writes, only reads', () => {
    const readOnly = { ...knowing({ isCreated: somebodys, isTestDataParent: 'n' }), mayWrite: false };
    for (const method of ['DELETE', 'POST', 'PUT', 'PATCH'])
      expect(denialReason({ ...removing(somebodys), method }, readOnly)?.kind).toBe('not-run');
    expect(denialReason({ ...removing(somebodys), affectedIds: [], method: 'GET' }, readOnly)).toBeUndefined();
  });
  test('a PUT of an unknown id is sent only where it is known how to remove what it may create', () => {
    const put = { ...removing('made-up'), method: 'PUT' as const, mayCreate: true };
    expect(denialReason(put, knowing({ isUnknown: 'made-up' }))).toBeUndefined();
    expect(denialReason({ ...put, isDescribed: false }, knowing({ isUnknown: 'made-up' }))?.kind).toBe('not-run');
  });
  test('a POST without its required body changes nothing; a read-only target does not get it', () => {
    const blank = { ...removing('nothing'), method: 'POST' as const, isDescribed: false, isBlank: true };
    expect(denialReason(blank, knowing())).toBeUndefined();
    expect(denialReason({ ...blank, isBlank: false }, knowing())?.kind).toBe('not-run');
    expect(denialReason(blank, { ...knowing(), mayWrite: false })?.kind).toBe('not-run');
  });
  test('an upload that must be rejected is never sent to production, even with writes allowed', () => {
    const upload = (parentId: string): RequestEffects => ({
      ...removing('x', 'foreign'),
      method: 'POST',
      affectedIds: [],
      parentId,
    });
    const production = { ...knowing({ fixture: 'theirs', isTestDataParent: 'ours' }), production: true };
    expect(denialReason(upload('theirs'), production)?.kind).toBe('not-run');
    expect(denialReason(upload('somebody'), production)?.kind).toBe('not-run');
    expect(denialReason(upload('ours'), production)).toBeUndefined();
    expect(denialReason(upload('theirs'), { ...production, production: false })).toBeUndefined();
  });
});

test.describe('URLs in responses', () => {
  const visit = (url: string, more: Partial<Parameters<typeof urlDenial>[0]> = {}) =>
    urlDenial({
      url,
      carriesCredentials: false,
      remote: true,
      configured: new Set(['https://api.vendor.test']),
      ...more,
    });
  for (const host of [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.9',
    '172.20.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    'localhost',
    'metadata.google.internal',
    '2130706433',
    '0x7f.1',
  ])
    test(`a remote vendor cannot direct requests to ${host}`, () => {
      expect(visit(`https://${host}/object?sig=1`)?.because).toContain('private');
      expect(visit(`https://${host}/object`, { remote: false })).toBeUndefined();
    });
  test('public and configured addresses are allowed', () => {
    expect(visit('https://bucket.s3.amazonaws.com/x?X-Amz-Signature=1')).toBeUndefined();
    expect(visit('http://10.0.0.5/x', { configured: new Set(['http://10.0.0.5']) })).toBeUndefined();
    expect(isPrivateAddress('8.8.8.8')).toBe(false);
    expect(isPrivateAddress('2606:4700::1')).toBe(false);
  });
  test('a remote vendor cannot direct requests to plain http unless ALLOW_PLAINTEXT names it', () => {
    expect(visit('http://bucket.s3.amazonaws.com/x')?.because).toContain('plain http');
    expect(visit('http://bucket.s3.amazonaws.com/x', { plaintext: true })).toBeUndefined();
    expect(visit('http://127.0.0.1/x', { plaintext: true })?.because).toContain('private');
    expect(visit('http://127.0.0.1/x', { remote: false })).toBeUndefined();
  });
  test('credentials are never sent to another origin, and other schemes are not requested', () => {
    expect(visit('https://elsewhere.test/', { carriesCredentials: true })?.because).toContain('credentials');
    expect(visit('https://user:pass@elsewhere.test/')?.because).toContain('credentials');
    expect(visit('file:///etc/passwd')?.because).toContain('file:');
    expect(visit('not an address')?.because).toContain('absolute URL');
  });
});

test.describe('before sending', () => {
  let sandbox: Sandbox;
  let engine: Engine;
  test.beforeAll(async () => {
    sandbox = await startSandbox();
    const suite = await loadProject();
    const config = readConfig({}, { profiles: suite.profiles, sandbox: sandbox.env });
    engine = await openEngine({ config, suite, repeats: 0 });
  });
  test.afterAll(async () => {
    await engine.close();
    await sandbox.close();
  });
  const info = {
    id: 'max-ai-v2/deleteImage/try',
    title: 'MUST try',
    operation: 'max-ai-v2/deleteImage',
    clauses: ['max-ai-v2/deleteImage/responses'],
    calls: {},
    needs: [],
  };
  const attempt = (body: (ctx: CaseContext) => Promise<unknown>) =>
    runCase(engine, info, async (ctx) => void (await body(ctx)));
  const deleting = (plan: RequestPlan, imageId: string, note?: string): RequestPlan => ({
    ...plan,
    path: { ...plan.path, imageId, ...(note === undefined ? {} : { noteId: note }) },
  });

  test('a DELETE of a foreign image is not sent', async () => {
    const before = sandbox.requests();
    const { MAX_AI_SIGNED_NOTE_IMAGE_ID: image = '', MAX_AI_SIGNED_NOTE_ID: note = '' } = sandbox.env;
    for (const id of [
      image,
      image.toUpperCase(),
      image.replaceAll('-', ''),
      `img_${image.replaceAll('-', '')}`,
      encodeURIComponent(`${image}`),
      somebodys,
      '',
      '..',
      `${image}/x`,
    ]) {
      const result = await attempt((ctx) => ctx.call('max-ai-v2/deleteImage', (plan) => deleting(plan, id, note)));
      expect(result.error, id).toContain('was not sent');
    }
    expect(sandbox.requests()).toBe(before);
    expect(sandbox.damaged()).toEqual([]);
  });
  test('a DELETE of a foreign document, or of none, is not sent', async () => {
    const before = sandbox.requests();
    for (const value of [
      { documentId: somebodys },
      { documentId: [somebodys] },
      { documentId: { $in: [somebodys] } },
      12,
    ]) {
      const result = await attempt((ctx) =>
        ctx.call('invox-medical-2026-03-01/deleteDocument', (plan) => ({
          ...plan,
          credentials: 'none',
          body: { kind: 'json', value },
        })),
      );
      expect(result.error, JSON.stringify(value)).toContain('was not sent');
    }
    expect(sandbox.requests()).toBe(before);
  });
  test('every generated case is allowed: its ids are known as unknown', () => {
    for (const each of engine.operations.values()) {
      const vendor = engine.vendors.of(each);
      for (const { edit, assumed, id } of casesOf(each)) {
        if (assumed !== 'rejected') continue;
        engine.state.inventedIds.add(vendor.canonicalId('conformance-invented'));
        const resource = vendor.restore(vendor.resourceKindOf(each) ?? '', 'conformance-invented');
        const valid = {
          method: each.method,
          path: { noteId: engine.config.variables['MAX_AI_NOTE_ID'] ?? '', imageId: 'conformance-invented' },
          query: [],
          headers: [],
          credentials: 'valid' as const,
          body: vendor.body(each, resource, engine.config) ?? { kind: 'none' as const },
        };
        const plan = edit(valid, { unknown: () => 'conformance-invented' });
        expect(denialReason(engine.facts.effectsOf(each, plan, undefined), engine.facts.of(each)), id).toBeUndefined();
      }
    }
  });
  test('a deleted fixture is DAMAGE: reported at once as a MUST finding, and not used again', async () => {
    sandbox.use({ fault: damaging });
    try {
      const { MAX_AI_SIGNED_NOTE_IMAGE_ID: image = '', MAX_AI_SIGNED_NOTE_ID: note = '' } = sandbox.env;
      const before = sandbox.requests();
      const ask = (ctx: CaseContext) =>
        ctx.call('max-ai-v2/deleteImage', (plan) => deleting(plan, image, note), { expectedRejection: 'fixture' });
      const first = await runCase(
        { ...engine, state: { ...engine.state, repeatedFindings: new Set() } },
        info,
        async (ctx) => void (await ask(ctx)),
        {
          repeats: 2,
        },
      );
      expect(sandbox.damaged()).toEqual([image]);
      expect(first.notices.join()).toContain('DAMAGE: max-ai-v2/deleteImage answered 200');
      expect(first.notices.join()).toContain('MAX_AI_SIGNED_NOTE_IMAGE_ID');
      expect(first.outcomes.some((each) => each.kind === 'fail' && each.finding.code === 'DAMAGE')).toBe(true);
      const second = await attempt(ask);
      expect(second.notRun).toContain('MAX_AI_SIGNED_NOTE_IMAGE_ID was changed earlier');
      expect(sandbox.requests()).toBe(before + 1);
    } finally {
      sandbox.use({});
      engine.state.damagedFixtures.clear();
    }
  });
  test('an upload accepted by a signed note is removed and is DAMAGE', async () => {
    sandbox.use({ fault: accepting });
    try {
      const { MAX_AI_SIGNED_NOTE_ID: note = '' } = sandbox.env;
      const result = await attempt((ctx) =>
        ctx.call(
          'max-ai-v3/uploadImage',
          (plan) => ({ ...plan, path: { ...plan.path, noteId: `nte_${note.replaceAll('-', '')}` } }),
          {
            expectedRejection: 'fixture',
          },
        ),
      );
      expect(result.notices.join()).toContain('DAMAGE: max-ai-v3/uploadImage answered 200');
      expect(result.outcomes.some((each) => each.kind === 'fail' && each.finding.code === 'DAMAGE')).toBe(true);
      expect(result.made['max-ai-v2/deleteImage']).toBe(1);
    } finally {
      sandbox.use({});
      engine.state.damagedFixtures.clear();
    }
  });
});

test('a host that resolves to loopback is blocked for a remote vendor', async () => {
  const reached: string[] = [];
  const server = http.createServer((request, response) => response.end(String(reached.push(request.url ?? ''))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { openTransport } = await import('../../../helpers/client/transport.ts');
  const { createRedactor } = await import('../../../helpers/config/redactor.ts');
  const wire = (remote: boolean) =>
    openTransport({
      timeoutMs: 3_000,
      maxBodyBytes: 1e6,
      redactor: createRedactor(),
      endpoint: () => {
        throw new Error('none');
      },
      permit: () => Promise.resolve(),
      remote: () => remote,
    });
  // This machine's own name passes for a public one until it is looked up.
  const url = `http://${hostname()}:${port}/`;
  const open = await wire(false);
  test.skip((await open.fetch(url)).kind === 'unanswered', 'this machine has no host name that resolves to it');
  await open.close();
  expect(reached.splice(0)).toEqual(['/']);
  const strict = await wire(true);
  const answer = await strict.fetch(url);
  expect(answer.kind).toBe('unanswered');
  await strict.close();
  expect(reached).toEqual([]);
  server.close();
});

const damaging = 'delete-image-signed-allowed';
const accepting = 'upload-signed-allowed';
