/** `npm run compare A.json B.json`: what changed between two runs. Exits 1 where something got worse. */
import { compare } from '../report/compare.ts';
import { lineOf, two } from './arguments.ts';
import { readReportFile } from './reports.ts';

try {
  const [a, b] = two(process.argv.slice(2), 'npm run compare A.json B.json');
  const { text, worse } = compare(readReportFile(a), readReportFile(b));
  process.stdout.write(text);
  process.exitCode = worse ? 1 : 0;
} catch (error) {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exitCode = 2;
}
