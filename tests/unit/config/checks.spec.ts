/** What is said of a configuration beyond the form of its values. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import dotenv from 'dotenv';
import fc from 'fast-check';
import { baseUrlProblems } from '../../../helpers/config/checks/base-url.ts';
import { envFileWarnings } from '../../../helpers/config/checks/env-file.ts';
import { distanceOf, unknownVariables } from '../../../helpers/config/checks/unknown-variables.ts';

test.describe('unknown variables', () => {
  const known = ['MAX_AI_BASE_URL', 'MAX_AI_API_KEY', 'INVOX_APP_ID', 'REQUEST_TIMEOUT', 'STRICT', 'REPORTS_DIR'];
  const said = (...names: readonly string[]) => unknownVariables(names, known, ['MAX_AI_', 'INVOX_']);
  for (const [name, meant] of [
    ['MAX_AI_BASEURL', 'MAX_AI_BASE_URL'],
    ['MAX_AI_API_KEYS', 'MAX_AI_API_KEY'],
    ['MAXAI_API_KEY', 'MAX_AI_API_KEY'],
    ['REQEST_TIMEOUT', 'REQUEST_TIMEOUT'],
    ['REPORT_DIR', 'REPORTS_DIR'],
  ] as const)
    test(`${name}: did you mean ${meant}`, () => {
      expect(said(name)).toEqual([`${name} is no variable of this suite: did you mean ${meant}?`]);
    });
  test('one that only begins like a vendor’s is named without a guess', () => {
    expect(said('MAX_AI_SOMETHING_ELSE')).toEqual([
      'MAX_AI_SOMETHING_ELSE is no variable of this suite: .env.example lists them',
    ]);
  });
  test('known names, and names unlike any known one, are not reported', () => {
    expect(said(...known, 'PATH', 'HOME', 'REQUEST_ID', 'STRICTLY', 'CI', 'MAX', 'GITHUB_TOKEN')).toEqual([]);
  });
  test('the distance is a metric', () => {
    const text = fc.string({ maxLength: 8, unit: fc.constantFrom('A', 'B', '_') });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(distanceOf(a, a)).toBe(0);
        expect(distanceOf(a, b)).toBe(distanceOf(b, a));
        expect(distanceOf(a, b) === 0).toBe(a === b);
        expect(distanceOf(a, c)).toBeLessThanOrEqual(distanceOf(a, b) + distanceOf(b, c));
      }),
    );
  });
});

test.describe('the .env file', () => {
  const warnings = (text: string, mode = 0o600) => envFileWarnings({ name: '.env', text, mode });
  test('a file readable by every user is reported', () => {
    expect(warnings('', 0o644)).toEqual(['.env can be read by every user of this machine: chmod 600 .env']);
    expect(warnings('', 0o640)).toEqual([]);
    expect(envFileWarnings({ name: '.env', text: '', mode: undefined })).toEqual([]);
  });
  for (const [line, isCut] of [
    ['MAX_AI_API_KEY=max_dev_ak_abc#def0123456789', true],
    ['export MAX_AI_API_KEY = abc#def', true],
    ['MAX_AI_API_KEY=abc#', true],
    ['MAX_AI_API_KEY=abc # the key', false],
    ['MAX_AI_API_KEY=abc\t# the key', false],
    ["MAX_AI_API_KEY='abc#def'", false],
    ['MAX_AI_API_KEY="abc#def" # the key', false],
    ['MAX_AI_API_KEY=`abc#def`', false],
    ['# MAX_AI_API_KEY=abc#def', false],
    ['MAX_AI_API_KEY=#def', false],
    ['MAX_AI_API_KEY=abc$def', false],
  ] as const)
    test(`${isCut ? 'cut' : 'whole'}: ${line}`, () => {
      const text = `A=1\n${line}\nB=2\n`;
      expect(warnings(text)).toHaveLength(isCut ? 1 : 0);
      if (isCut) expect(warnings(text)[0]).toContain('the value of MAX_AI_API_KEY ends before its #');
      // What dotenv makes of it is what the warning is about.
      const value = dotenv.parse(text)['MAX_AI_API_KEY'];
      const written = /=\s*(\S+)/.exec(line)?.[1];
      if (isCut) expect(written?.startsWith(value ?? ' ') === true && value !== written).toBe(true);
    });
  test('no value is shown', () => {
    expect(warnings('MAX_AI_API_KEY=planted#canary', 0o644).join()).not.toMatch(/planted|canary/);
  });
  test('quotes behave as .env.example documents', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const [, quoted = ''] = /^#\s+(MAX_AI_API_KEY='[^']+')/m.exec(example) ?? [];
    const folder = mkdtempSync(path.join(tmpdir(), 'env-'));
    try {
      writeFileSync(path.join(folder, '.env'), `${quoted}\n`);
      const read = dotenv.parse(readFileSync(path.join(folder, '.env')))['MAX_AI_API_KEY'];
      expect(read).toBe('abc#def$ghi');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test.describe('base URLs', () => {
  for (const [url, isWrong] of [
    ['https://api.example/v2', true],
    ['https://api.example/base/v3/', true],
    ['https://api.example/2026-03-01', true],
    ['https://api.example', false],
    ['https://api.example/v2/tenant', false],
    ['https://v2.api.example/', false],
    ['no address', false],
  ] as const)
    test(`${isWrong ? 'ends in a version' : 'right'}: ${url}`, () => {
      expect(baseUrlProblems('A_BASE_URL', url, ['/v2', '/v3'])).toEqual(
        isWrong ? ['A_BASE_URL ends in a version: leave it out, the documents add /v2 and /v3'] : [],
      );
      // Where the documents add no version, it belongs to the address.
      expect(baseUrlProblems('A_BASE_URL', url, ['', '/api'])).toEqual([]);
    });
});
