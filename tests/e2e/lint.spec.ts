/** .oxlintrc.json: the files that may be longer, or have longer functions, are those that are, and no others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { execute, projectRoot } from './harness/project.ts';

interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}
const { overrides } = JSON.parse(readFileSync(path.join(projectRoot, '.oxlintrc.json'), 'utf8')) as {
  overrides: readonly Override[];
};
const exempt = (rule: string): readonly string[] =>
  overrides.filter(({ rules }) => rules[rule] === 'off').flatMap(({ files }) => files);

test('every file that may break a length rule breaks it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'oxlint-'));
  const config = path.join(folder, 'strict.json');
  const { rules } = overrides.find(({ files }) => files.includes('helpers/**/*.ts')) ?? { rules: {} };
  writeFileSync(config, JSON.stringify({ rules }));
  const oxlint = path.join(projectRoot, 'node_modules/oxlint/bin/oxlint');
  const { stdout } = await execute(process.execPath, [oxlint, '-c', config, '-f', 'json', 'helpers'], {});
  rmSync(folder, { recursive: true });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; filename: string }[] };
  for (const rule of ['max-lines', 'max-lines-per-function']) {
    const found = diagnostics.filter(({ code }) => code === `eslint(${rule})`).map(({ filename }) => filename);
    expect([...new Set(found)].toSorted(), rule).toEqual(exempt(rule).toSorted());
  }
});
