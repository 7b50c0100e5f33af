/** Runs killed at random moments, one sweep, and the vendor's own word on what is left. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { leftovers, parentOf, readEntries, type Entry } from '../../../helpers/client/journal-file.ts';
import { lifeOf } from '../../../helpers/config/process.ts';
import { command, start, type Ended, type Project } from './project.ts';
import { withoutProbe, type SandboxProcess } from './sandbox-process.ts';

/** A small generator of numbers from 0 to 1 that a printed seed repeats (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something at the vendor that the suite did not make: it must be there afterwards. */
async function bystanders(sandbox: SandboxProcess): Promise<() => Promise<void>> {
  const { env } = sandbox;
  const form = new FormData();
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  form.append('file', new Blob([png], { type: 'image/png' }), 'of-somebody-else.png');
  const note = `nte_${env['MAX_AI_NOTE_ID']?.replaceAll('-', '')}`;
  const provider = `prv_${env['MAX_AI_PROVIDER_ID']?.replaceAll('-', '')}`;
  const answer = await fetch(`${env['MAX_AI_BASE_URL']}/v3/notes/${note}/images?providerId=${provider}`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Bearer ${env['MAX_AI_API_KEY']}`,
      'x-organization-id': env['MAX_AI_ORGANIZATION_ID'] ?? '',
    },
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return async () => {
    const { remaining, damaged } = await sandbox.state();
    expect(remaining.images.filter(({ fileName }) => fileName === 'of-somebody-else.png')).toHaveLength(1);
    expect(damaged).toEqual([]);
  };
}

const journalled = (project: Project): Entry[] => {
  try {
    return readdirSync(project.journal)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readEntries(path.join(project.journal, name)));
  } catch {
    return [];
  }
};

/** True while something that a living worker of the run made is still there. */
export const isAtWork = (project: Project): boolean =>
  leftovers(journalled(project)).open.some(({ by, run: of }) => by.pid !== of.pid && lifeOf(by) === 'alive');

/** What runs made and nobody has removed, as their journals have it. */
export const openIn = (project: Project): readonly Entry[] => leftovers(journalled(project)).open;

/** Waits for a condition that no event announces. */
export async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Kills so many runs, sweeps once, and expects nothing at the vendor but listed creations without a response. */
export async function killAndSweep(
  project: Project,
  sandbox: SandboxProcess,
  { kills, seed, spread }: { kills: number; seed: number; spread: number },
): Promise<Swept & { made: number }> {
  const random = numbersFrom(seed);
  const env = withoutProbe(sandbox.env);
  const unharmed = await bystanders(sandbox);
  let made = 0;
  for (let n = 0; n < kills; n += 1) {
    const reports = path.join(project.folder, `reports-${n % 2}`);
    const running = start('conformance', { folder: project.folder, env: { ...env, REPORTS_DIR: reports } });
    // Every other time from the moment on at which its workers are at work.
    if (n % 2 === 0) await until(() => running.child.exitCode !== null || isAtWork(project));
    await new Promise((resolve) => setTimeout(resolve, random() * spread));
    if (running.child.exitCode === null) running.kill();
    await running.ended;
    made = Math.max(made, leftovers(journalled(project)).open.length);
  }
  await unharmed();
  const swept = await sweepAll(project, sandbox);
  await unharmed();
  return { ...swept, made };
}

/** The 32 digits of an id, in either of the spellings that a note has. */
const digitsOf = (id = ''): string => id.replaceAll('-', '').slice(-32).toLowerCase();

export interface Swept {
  readonly swept: Ended;
  /** What is still at the vendor. */
  readonly left: number;
  /** Creations whose answer never came. */
  readonly lost: number;
}

/** Sweeps once, and expects nothing at the vendor but listed creations without a response. */
export async function sweepAll(
  project: Project,
  sandbox: SandboxProcess,
  env = withoutProbe(sandbox.env),
): Promise<Swept> {
  const swept = await command('sweep', { folder: project.folder, env });
  expect(swept.code, swept.stderr + swept.stdout).toBe(0);
  const { lost, open } = leftovers(journalled(project));
  expect(open, 'nothing that could be removed is left in the journal').toEqual([]);
  for (const { seq, at } of lost) expect(swept.stdout).toMatch(new RegExp(`unknown +${seq}: .* at ${at}`));
  const { remaining } = await sandbox.state();
  const images = remaining.images.filter(({ fileName }) => fileName !== 'of-somebody-else.png');
  for (const { noteId, fileName } of images)
    expect(
      lost.some((entry) => entry.file === fileName && digitsOf(parentOf(entry)) === digitsOf(noteId)),
      `${fileName} is listed`,
    ).toBe(true);
  const lostOf = (part: string) => lost.filter(({ resource }) => resource.includes(part)).length;
  expect(images.length).toBeLessThanOrEqual(lostOf('uploadImage'));
  // One call announces up to a handful of documents.
  expect(remaining.documents.length).toBeLessThanOrEqual(5 * lostOf('generate'));
  return { swept, left: images.length + remaining.documents.length, lost: lost.length };
}
