/** `npm run history -- export [FILE]` and `import FILE…`: the history of all runs, taken along to another machine. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { count } from '../report/wording.ts';
import { mergeHistories, writeHistoryLines } from '../verdict/scorecard/history-line.ts';
import { runCommand, UsageError } from './command-line.ts';
import { ownHistory, readHistories, readOwnHistory } from './history-files.ts';
import { commands } from './table.ts';

await runCommand(commands.history, (_values, [verb, ...files]) => {
  if (verb === 'export' && files.length <= 1) return exportTo(files[0]);
  if (verb === 'import' && files.length > 0) return importFrom(files);
  throw new UsageError(
    verb === 'import'
      ? 'npm run history -- import: FILE is missing'
      : `npm run history: ${verb} is not export or import`,
  );
});

function exportTo(file: string | undefined): number {
  const lines = readOwnHistory();
  const text = writeHistoryLines(lines);
  if (file === undefined) process.stdout.write(text);
  else {
    writeFileSync(file, text, { mode: 0o600 });
    process.stdout.write(`${file}: ${count(lines.length, 'run')}\n`);
  }
  return 0;
}

/** Nothing is written before every line of every file could be read. */
function importFrom(files: readonly string[]): number {
  const known = readOwnHistory();
  const merged = mergeHistories(known, readHistories(files));
  const own = ownHistory();
  mkdirSync(path.dirname(own), { recursive: true, mode: 0o700 });
  writeFileSync(`${own}.new`, writeHistoryLines(merged), { mode: 0o600 });
  renameSync(`${own}.new`, own);
  process.stdout.write(
    `${path.relative(process.cwd(), own)}: ${count(merged.length - known.length, 'run')} added, ${count(merged.length, 'run')} in all\n`,
  );
  return 0;
}
