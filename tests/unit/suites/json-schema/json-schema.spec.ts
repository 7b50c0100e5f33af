/** The official JSON Schema tests, draft 4 as schemas of OpenAPI 3.0 and 2020-12 as those of 3.1: how many are judged right. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { isObject } from '../../../../helpers/contract/pointer.ts';
import type { Json } from '../../../../helpers/contract/types.ts';
import { compiled } from '../../contract/tiny.ts';

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'));
const exclusions = read('exclusions.json') as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** References of OpenAPI 3.0 start at the top of the document, where the schema is one of its fields. */
const fromTop = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((each: Json) => fromTop(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string' && each.startsWith('#') ? `#/schema${each.slice(1)}` : fromTop(each),
    ]),
  );
};

/** A schema of 3.1 that is a resource of its own: its references start at itself. */
const asResource = (schema: Json): Json =>
  isObject(schema) && schema['$id'] === undefined ? { $id: 'https://suite.invalid/root', ...schema } : schema;

/** Names of the tests of a group that are judged wrong. */
function wrongIn(group: Group, dialect: '3.0' | '3.1'): string[] {
  const schema = dialect === '3.0' ? fromTop(group.schema) : asResource(group.schema);
  const { schemas } = compiled({ schema }, dialect);
  return group.tests
    .filter(({ data, valid }) => schemas.accepts('/schema', data) !== valid)
    .map(({ description }) => description);
}

const suites = [
  { name: 'draft4', dialect: '3.0', counted: 487, right: 487 },
  { name: 'draft2020-12', dialect: '3.1', counted: 1_087, right: 1_085 },
] as const;

for (const { name, dialect, counted, right } of suites)
  test(`JSON Schema Test Suite, ${name} as OpenAPI ${dialect}: at least 99.5 % of what OpenAPI allows`, () => {
    const excluded = exclusions[name] ?? {};
    const needless: string[] = [];
    const wrong: string[] = [];
    let all = 0;
    for (const [file, groups] of Object.entries(read(`${name}.json`) as Record<string, Group[]>))
      for (const group of groups) {
        const id = `${file}: ${group.description}`;
        const failed = wrongIn(group, dialect);
        if (id in excluded) {
          if (failed.length === 0) needless.push(id);
          continue;
        }
        all += group.tests.length;
        wrong.push(...failed.map((each) => `${id}: ${each}`));
      }
    expect(needless, 'groups that pass are not excluded').toEqual([]);
    expect({ counted: all, right: all - wrong.length }, wrong.join('\n')).toEqual({ counted, right });
    expect(right / counted).toBeGreaterThanOrEqual(0.995);
  });
