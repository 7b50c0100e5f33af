/** Every npm script of this suite explains itself, and rejects what it does not know before it does anything. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parseCommandLine, runCommand, usage } from '../../../helpers/commands/command-line.ts';
import { commands } from '../../../helpers/commands/table.ts';
import { projectRoot } from '../../../helpers/config/project.ts';

const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** Scripts that are programs of others say themselves what they take. */
const own = Object.entries(scripts).filter(([, line]) => /\btsx |launch\.mjs/.test(line));

test('every script of this suite is in the table of commands, and reads its arguments by it', () => {
  expect(own.map(([name]) => name).toSorted()).toEqual(Object.keys(commands).toSorted());
  for (const [name, line] of own) {
    const file = /launch\.mjs (\w+)/.exec(line)?.[1] ?? /(\S+)\.ts/.exec(line)?.[1] ?? '';
    const text = readFileSync(
      path.join(projectRoot, file.includes('/') ? '' : 'helpers/commands', `${file}.ts`),
      'utf8',
    );
    const key = /^\w+$/.test(name) ? `commands.${name}` : `commands['${name}']`;
    expect(text.replaceAll(/\s/g, ''), name).toContain(`runCommand(${key},`);
  }
});

for (const [name, spec] of Object.entries(commands))
  test(`npm run ${name}: --help says what it writes and sends, an unknown option is named`, () => {
    expect(spec.name).toBe(name);
    expect(parseCommandLine(spec, ['--help'])).toEqual({ kind: 'help' });
    for (const part of [
      `npm run ${name} -- `,
      'Writes  ',
      'Sends   ',
      ...Object.keys(spec.options).map((each) => `--${each}`),
    ])
      expect(usage(spec)).toContain(part);
    for (const example of spec.examples) expect(example).toMatch(new RegExp(`npm run (?:--silent )?${name}\\b`));
    expect(parseCommandLine(spec, ['--no-such-option'])).toEqual({
      kind: 'wrong',
      because: 'unknown option --no-such-option',
    });
    if (spec.positionals.most < Infinity)
      expect(parseCommandLine(spec, Array<string>(spec.positionals.most + 1).fill('x'))).toMatchObject({
        kind: 'wrong',
      });
  });

test('an option that npm kept for itself is named, and nothing is run', async () => {
  const given = { npm_lifecycle_event: 'plan', npm_config_operation: 'true', npm_config_max_calls: 'true' };
  const written: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  const before = { ...process.env };
  Object.assign(process.env, given);
  process.stderr.write = ((text: string) => written.push(text) > 0) as typeof write;
  let hasRun = false;
  try {
    await runCommand(commands.plan, () => Number((hasRun = true)), { args: ['x'] });
  } finally {
    process.stderr.write = write;
    for (const name of Object.keys(given)) delete process.env[name];
    Object.assign(process.env, before);
  }
  const code = process.exitCode;
  process.exitCode = 0;
  expect([hasRun, code]).toEqual([false, 2]);
  expect(written.join('')).toBe(
    'npm kept --operation, --max-calls for itself: options stand behind a --, as in npm run plan -- --operation\n',
  );
});
