/** Cases whose worker died, or whose test was cut off: the main process notes them, and they become results with an error. */
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { jsonLines } from '../config/json-lines.ts';
import { emptyResult, type CaseInfo, type CaseResult } from './result.ts';

interface LostCase {
  readonly id: string;
  readonly because: string;
  readonly durationMs: number;
}

const fileIn = (directory: string) => path.join(directory, 'lost.jsonl');

/** Notes that the test of a case ended without a result. */
export const noteLost = (directory: string, lost: LostCase): void =>
  appendFileSync(fileIn(directory), `${JSON.stringify(lost)}\n`, { mode: 0o600 });

/** The results of the lost cases, without those that finished all the same. */
export function lostResults(
  directory: string,
  cases: readonly CaseInfo[],
  finished: readonly CaseResult[],
): CaseResult[] {
  const known = new Set(finished.map(({ id }) => id));
  const infos = new Map(cases.map((info) => [info.id, info]));
  return readLost(directory).flatMap(({ id, because, durationMs }) => {
    const info = infos.get(id);
    return info === undefined || known.has(id) ? [] : [{ ...emptyResult(info), durationMs, error: because }];
  });
}

function readLost(directory: string): LostCase[] {
  try {
    return jsonLines(readFileSync(fileIn(directory), 'utf8')) as LostCase[];
  } catch {
    return [];
  }
}
