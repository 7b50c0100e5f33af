/** The journal: on disk before anything is made, and what a sweep makes of it. Killed runs: tests/e2e/safety/kills.spec.ts. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readConfig } from '../../../helpers/profile/config.ts';
import { openJournal } from '../../../helpers/client/journal.ts';
import {
  abandoned,
  leftovers,
  parentOf,
  parentsOf,
  readEntries,
  type Entry,
} from '../../../helpers/client/journal-file.ts';
import { lifeOf, self } from '../../../helpers/config/process.ts';
import { acknowledge, sweep } from '../../../helpers/client/sweep.ts';
import { openEngine } from '../../../helpers/run/engine.ts';
import { runCase } from '../../../helpers/run/run-case.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { startSandbox } from '../../../sandbox/start.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = () => temporaryFolder('journal');
const about = {
  vendor: 'max-ai',
  origin: 'http://vendor.test',
  resource: 'max-ai-v3/uploadImage',
  parent: 'n1',
  file: 'a.png',
};
const dead = { ...self(), pid: 4_194_000, started: '1' };

/** Rewrites a journal as if another process had written it. */
const asBy = (file: string, by: Entry['by'], run = by) =>
  writeFileSync(
    file,
    readEntries(file)
      .map((each) => `${JSON.stringify({ ...each, by, run })}\n`)
      .join(''),
  );

test('the intent is on disk before the request leaves, the id before the answer is judged', async () => {
  const sandbox = await startSandbox();
  const journal = folder();
  const seen: string[][] = [];
  const kinds = () =>
    readdirSync(journal).flatMap((name) => readEntries(path.join(journal, name)).map(({ kind }) => kind));
  const proxy = http.createServer((request, response) => {
    if (request.method === 'POST') seen.push(kinds());
    const { port } = new URL(sandbox.origin);
    const onward = http.request(
      { port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/max-ai`;
  const suite = await loadProject();
  const config = readConfig(
    { ...sandbox.env, MAX_AI_BASE_URL: base },
    { profiles: suite.profiles, selection: ['max-ai'] },
  );
  const engine = await openEngine({
    config,
    suite,
    journal,
    repeats: 0,
  });
  const info = { id: 'x', title: 'MUST x', operation: 'max-ai-v3/uploadImage', clauses: [], calls: {}, needs: [] };
  await runCase(engine, info, async (ctx) => {
    await ctx.resources.create('image');
    expect(kinds()).toEqual(['intent', 'made']);
  });
  expect(seen).toEqual([['intent']]);
  const [name = ''] = readdirSync(journal);
  expect(readEntries(path.join(journal, name)).at(-1)).toMatchObject({ kind: 'gone', proof: 'DELETE answered 200' });
  expect(statSync(path.join(journal, name)).mode & 0o777).toBe(0o600);
  await engine.close();
  expect(readdirSync(journal), 'a journal with nothing left is removed').toEqual([]);
  proxy.close();
  await sandbox.close();
});

test('the journal of a running process is not swept; that of a reused PID is', () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1'], 'image');
  const file = journal.path ?? '';
  expect(abandoned(place)).toEqual([]);
  asBy(file, { ...self(), started: '12345' });
  expect(abandoned(place)).toEqual([file]);
  expect(lifeOf({ ...self(), started: '12345' })).toBe('dead');
});

test('every entry is synced to the disk, and so is the name of a new journal', () => {
  const sync = fs.fsyncSync;
  let synced = 0;
  fs.fsyncSync = (descriptor) => {
    synced += 1;
    sync(descriptor);
  };
  syncBuiltinESMExports();
  try {
    const journal = openJournal({ folder: folder() });
    journal.made(journal.intent(about), ['id-1'], 'image');
    expect(synced, 'the folder, the intent, the id').toBe(3);
  } finally {
    fs.fsyncSync = sync;
    syncBuiltinESMExports();
  }
});

test('the journal of a dead worker is left to its running run', () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1'], 'image');
  asBy(journal.path ?? '', dead, { ...self(), pid: process.ppid, started: lifeStart(process.ppid) });
  expect(abandoned(place), 'for another run').toEqual([]);
  asBy(journal.path ?? '', dead, self());
  expect(abandoned(place), 'for its own').toHaveLength(1);
});

const lifeStart = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

test('a journal of another host counts as abandoned after an hour without change', () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1'], 'image');
  const file = journal.path ?? '';
  asBy(file, { ...self(), host: 'another-machine' });
  expect(abandoned(place)).toEqual([]);
  const old = readEntries(file).map((each) => `${JSON.stringify({ ...each, at: '2020-01-01T00:00:00.000Z' })}\n`);
  writeFileSync(file, old.join(''));
  expect(abandoned(place)).toEqual([file]);
});

test('a sweep removes only open entries of its origin, notes them, and sends each once', async () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1', 'id-2'], 'image');
  journal.gone({ origin: about.origin, kind: 'image', id: 'id-2' }, 'DELETE answered 200');
  journal.made(journal.intent({ ...about, origin: 'http://other.test' }), ['id-3'], 'image');
  const lost = journal.intent(about);
  asBy(journal.path ?? '', dead);
  // A kill cut the last line short.
  writeFileSync(journal.path ?? '', `${readFileSync(journal.path ?? '', 'utf8')}{"kind":"ma`);
  const asked: string[] = [];
  const options = { folder: place, targets: [about], run: self() };
  const first = await sweep({ ...options, remove: async ({ id }) => ({ proof: `${asked.push(id ?? '')}` }) });
  expect(asked).toEqual(['id-1']);
  expect(first.lost.map(({ seq }) => seq)).toEqual([lost]);
  const again = await sweep({ ...options, remove: async () => ({ because: 'never asked' }) });
  expect(again.removed.concat(again.kept)).toEqual([]);
  expect(again.lost).toHaveLength(1);
  expect(acknowledge(place, lost)).toHaveLength(1);
  expect((await sweep({ ...options, remove: async () => ({ proof: '' }) })).lost).toEqual([]);
  await sweep({
    ...options,
    targets: [{ ...about, origin: 'http://other.test' }],
    remove: async () => ({ proof: 'x' }),
  });
  expect(readdirSync(place)).toEqual([]);
});

test('what could not be removed is reported and retried', async () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1'], 'image');
  asBy(journal.path ?? '', dead);
  const options = { folder: place, targets: [about], run: self() };
  const { kept } = await sweep({ ...options, remove: async () => ({ because: 'DELETE answered 500' }) });
  expect(kept.join()).toContain('id-1 of n1, a.png');
  expect((await sweep({ ...options, remove: async () => ({ proof: 'DELETE answered 200' }) })).removed).toHaveLength(1);
});

test('two sweeps at once do not sweep the same journal', async () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  journal.made(journal.intent(about), ['id-1'], 'image');
  asBy(journal.path ?? '', dead);
  let asked = 0;
  const remove = async () => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { proof: 'DELETE answered 200' };
  };
  const options = { folder: place, targets: [about], run: self(), remove };
  await Promise.all([sweep(options), sweep(options)]);
  expect(asked).toBe(1);
});

test('an id is held only with its kind and origin', () => {
  const journal = openJournal({ canonicalId: (_origin, id) => id.toLowerCase() });
  journal.made(journal.intent(about), ['Id-1'], 'image');
  const made = { origin: about.origin, kind: 'image', id: 'Id-1' };
  expect(journal.holds(made)).toBe(true);
  expect(journal.holds({ ...made, id: 'iD-1' }), 'in another spelling').toBe(true);
  expect(journal.holds({ ...made, kind: 'note' })).toBe(false);
  expect(journal.holds({ ...made, origin: 'http://other.test' })).toBe(false);
  expect(journal.holds({ ...made, id: 'id-2' })).toBe(false);
  expect(journal.gone({ ...made, kind: 'note' }, 'x')).toBe(false);
  expect(journal.gone(made, 'x')).toBe(true);
});

test('a sweep removes what is part of another before it, and names all that it is part of', async () => {
  const place = folder();
  const journal = openJournal({ folder: place });
  const made = (what: string, id: string, more: object) =>
    journal.made(journal.intent({ ...base, ...more }), [id], what);
  const { vendor, origin, resource } = about;
  const base = { vendor, origin, resource };
  made('shop', 's1', {});
  made('shelf', 'h1', { parent: 's1' });
  made('book', 'b1', { parent: 'h1', above: ['s1'] });
  journal.close();
  asBy(path.join(place, readdirSync(place)[0] ?? ''), dead);
  const removed: unknown[] = [];
  await sweep({
    folder: place,
    targets: [{ vendor, origin }],
    run: self(),
    remove: async (entry) => ({ proof: String(removed.push([entry.id, ...parentsOf(entry)])) }),
  });
  expect(removed).toEqual([['b1', 'h1', 's1'], ['h1', 's1'], ['s1']]);
});

test('a journal of an earlier version is read: without kinds, parents as notes, ids in other spellings', () => {
  const place = folder();
  const file = path.join(place, 'old.jsonl');
  const old = { at: '2026-01-01T00:00:00.000Z', ...about, by: dead, run: dead };
  const { parent: _parent, ...base } = old;
  const uuid = '7d1c0a8e-1111-4222-8333-444455556666';
  const entries = [
    { ...base, note: 'nte%5F1', kind: 'made', seq: 'a-1', what: 'image', id: `img_${uuid.replaceAll('-', '')}` },
    { ...base, note: 'nte%5F1', kind: 'gone', seq: 'a-1', id: uuid, proof: 'DELETE answered 200' },
    { ...base, note: 'nte%5F1', kind: 'made', seq: 'a-2', what: 'image', id: 'img_left' },
  ];
  writeFileSync(file, entries.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const { open } = leftovers(readEntries(file));
  expect(open.map(({ id }) => id)).toEqual(['img_left']);
  expect(open[0] && parentOf(open[0])).toBe('nte_1');
});

test('what is no entry of a journal is left out, whatever it is, and the entries beside it count', () => {
  const home = folder();
  const journal = openJournal({ folder: home });
  journal.made(journal.intent(about), ['a'], 'image');
  const file = journal.path ?? '';
  const whole = readEntries(file);
  writeFileSync(file, `null\n42\n{"kind":"made"}\n{{{\n${readFileSync(file, 'utf8')}{"at":"2026`);
  expect(readEntries(file)).toEqual(whole);
  expect(abandoned(home)).toEqual([]);
});
