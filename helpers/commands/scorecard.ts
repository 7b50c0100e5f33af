/** `npm run scorecard [-- vendor…]`: one page of the kept history, each vendor and environment by month. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../contract/types.ts';
import { scorecardMarkdown } from '../report/scorecard/markdown.ts';
import { scorecardPage } from '../report/scorecard/page.ts';
import { count } from '../report/wording.ts';
import { cardsOf } from '../verdict/scorecard/fold.ts';
import { runCommand } from './command-line.ts';
import { readHistories, readOwnHistory } from './history-files.ts';
import { commands } from './table.ts';

await runCommand(commands.scorecard, ({ history, out = 'scorecard', json, markdown }, names) => {
  const lines = history ? readHistories(history) : readOwnHistory();
  const unknown = names.find((name) => !lines.some(({ vendor }) => vendor === name));
  if (unknown !== undefined) throw new UserError(`the history has no run of ${JSON.stringify(unknown.slice(0, 40))}`);
  const cards = cardsOf(lines.filter(({ vendor }) => names.length === 0 || names.includes(vendor)));
  if (json || markdown) {
    process.stdout.write(json ? `${JSON.stringify(cards, null, 2)}\n` : scorecardMarkdown(cards));
    return 0;
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'index.html'), scorecardPage(cards, new Date().toISOString()));
  writeFileSync(path.join(out, 'scorecard.md'), scorecardMarkdown(cards));
  process.stdout.write(
    `${path.join(out, 'index.html')}, ${path.join(out, 'scorecard.md')}: ${count(lines.length, 'run')}\n`,
  );
  return 0;
});
