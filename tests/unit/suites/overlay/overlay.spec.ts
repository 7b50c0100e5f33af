/** The official overlays: those that can be read are, the others are not, and applied they give what is expected. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { applyOverlay, readOverlay } from '../../../../helpers/contract/overlay.ts';
import { UserError } from '../../../../helpers/contract/types.ts';

interface Suite {
  readonly sets: Readonly<
    Record<string, { readonly openapi: string; readonly overlay: string; readonly output: string }>
  >;
  readonly pass: Readonly<Record<string, string>>;
  readonly fail: Readonly<Record<string, string>>;
}
const suite = JSON.parse(readFileSync(path.join(import.meta.dirname, 'overlay.json'), 'utf8')) as Suite;

for (const [name, { openapi, overlay, output }] of Object.entries(suite.sets))
  test(`overlay, compliant set: ${name}`, () => {
    const applied = applyOverlay(parse(openapi) as never, readOverlay(overlay, name), name);
    expect(applied.document).toEqual(parse(output));
  });
for (const [name, text] of Object.entries(suite.pass))
  test(`overlay, to be read: ${name}`, () => {
    expect(() => readOverlay(text, name)).not.toThrow();
  });
for (const [name, text] of Object.entries(suite.fail))
  test(`overlay, not to be read: ${name}`, () => {
    expect(() => readOverlay(text, name)).toThrow(UserError);
  });
