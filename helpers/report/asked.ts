/** When each case was last asked: what samples of a large plan need of the runs before, kept beside the history of findings. */
import { askedKey, type Asked, type Sample } from '../run/sample.ts';
import type { CaseResult } from '../run/result.ts';
import type { Report, Target } from '../verdict/report.ts';
import { historyFolder } from './disk.ts';
import { environmentOf } from './history.ts';

/** Days after which nobody remembers that a case was asked: it may not be there any more. */
const rememberedDays = 180;

/** Name of the file of an environment, below the reports folder. */
export const askedName = (of: { readonly targets: readonly Pick<Target, 'kind'>[] }): string =>
  `${historyFolder}/${environmentOf(of)}.asked.json`;

/** Reads the file; what cannot be read says nothing. */
export function readAsked(text: string | undefined): Asked {
  try {
    const { version, cases } = JSON.parse(text ?? '') as {
      version?: unknown;
      cases?: Readonly<Record<string, string>>;
    };
    return new Map(version === 1 ? Object.entries(cases ?? {}) : []);
  } catch {
    return new Map();
  }
}

/** What the next sample has to know: the cases of this one that were answered, and what is known of earlier ones. */
export function rememberAsked(
  asked: Asked,
  { clauses }: Report,
  results: readonly CaseResult[],
  { day }: Sample,
): Asked {
  const hashes = new Map(clauses.map(({ id, hash }) => [id, hash]));
  const oldest = new Date(Date.parse(day) - rememberedDays * 86_400_000).toISOString().slice(0, 10);
  const now = results
    .filter(({ answered, notRun, error }) => notRun === undefined && error === undefined && hasCalls(answered))
    .map(({ id }) => [askedKey(id, hashes.get(id)), day] as const);
  return new Map([...[...asked].filter(([, last]) => last >= oldest), ...now]);
}

const hasCalls = (calls: Readonly<Record<string, number>>): boolean => Object.keys(calls).length > 0;

/** The file as data. */
export const askedFile = (asked: Asked): object => ({ version: 1, cases: Object.fromEntries(asked) });
