/** `npm run compare -- A.json B.json`: what changed between two runs. Exits 1 where something got worse. */
import { compare } from '../report/compare.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';
import { readReportFile } from './reports.ts';

await runCommand(commands.compare, (_values, [a = '', b = '']) => {
  const { text, worse } = compare(readReportFile(a), readReportFile(b));
  process.stdout.write(text);
  return worse ? 1 : 0;
});
