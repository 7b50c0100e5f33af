/** Where the history of all runs is kept, and how it is read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environment } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { historyFolder } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { mergeHistories, readHistoryLines, type RunLine } from '../verdict/scorecard/history-line.ts';

/** `REPORTS_DIR/history/runs.jsonl`. */
export const ownHistory = (): string =>
  path.resolve(reportsDir(environment()['REPORTS_DIR']), historyFolder, 'runs.jsonl');

/** The lines of one file, none where it is not there. Throws UserError with file and line. */
export function readOwnHistory(): RunLine[] {
  const file = ownHistory();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UserError(`${file}: cannot be read`);
  }
  return readHistoryLines(text, path.relative(process.cwd(), file));
}

/** The lines of named files as one history. Throws UserError with file and line. */
export function readHistories(files: readonly string[]): RunLine[] {
  return mergeHistories(
    ...files.map((file) => {
      try {
        return readHistoryLines(readFileSync(file, 'utf8'), file);
      } catch (error) {
        throw error instanceof UserError ? error : new UserError(`${file}: cannot be read`);
      }
    }),
  );
}
