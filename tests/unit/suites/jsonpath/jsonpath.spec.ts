/** The official JSONPath tests (RFC 9535) on the library that selects the targets of overlays. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@playwright/test';
import { jsonpath } from 'json-p3';

interface Case {
  readonly name: string;
  readonly selector: string;
  readonly document?: unknown;
  readonly invalid_selector?: true;
  readonly result?: unknown[];
  readonly results?: unknown[][];
}
const cases = JSON.parse(readFileSync(path.join(import.meta.dirname, 'cts.json'), 'utf8')) as Case[];

function isRight({ selector, document, invalid_selector: isInvalid, result, results }: Case): boolean {
  try {
    const found: unknown[] = jsonpath.query(selector, document as never).values();
    return isInvalid !== true && (results ?? [result]).some((each) => isDeepStrictEqual(found, each));
  } catch {
    return isInvalid === true;
  }
}

test('JSONPath Compliance Test Suite: 703 of 703', () => {
  expect(cases.filter((each) => !isRight(each)).map(({ name }) => name)).toEqual([]);
  expect(cases).toHaveLength(703);
});
