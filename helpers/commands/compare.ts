/** `npm run compare -- A.json B.json`: what changed between two runs. Exits 1 where something got worse. */
import { compare } from '../report/compare.ts';
import { commandSpec, runCommand } from './command-line.ts';
import { readReportFile } from './reports.ts';

export const spec = commandSpec({
  name: 'compare',
  summary: 'Compares two runs. Exits 1 where the second is worse.',
  positionals: { shown: 'A.json B.json', least: 2, most: 2 },
  options: {},
  writes: 'nothing',
  sends: 'nothing',
  examples: ['npm run compare -- last.json reports/conformance.json'],
});

await runCommand(spec, (_values, [a = '', b = '']) => {
  const { text, worse } = compare(readReportFile(a), readReportFile(b));
  process.stdout.write(text);
  return worse ? 1 : 0;
});
