/** All families of cases, and the cases they give an operation. */
import type { Operation } from '../contract/types.ts';
import { accept } from './families/accept.ts';
import { credentials } from './families/credentials.ts';
import { methods } from './families/methods.ts';
import { multipartBody } from './families/multipart-body.ts';
import { pathIds } from './families/path-ids.ts';
import { requiredParameters } from './families/required-parameters.ts';
import { schemaBounds } from './families/schema-bounds.ts';
import { structuredBody } from './families/structured-body.ts';
import { success } from './families/success.ts';
import type { Case, Family } from './types.ts';

export const families: readonly Family[] = [
  success,
  credentials,
  requiredParameters,
  schemaBounds,
  pathIds,
  structuredBody,
  multipartBody,
  methods,
  accept,
];

const known = new WeakMap<Operation, readonly Case[]>();

/** The cases of an operation, in a fixed order, one a clause; made once. An operation for set-up only has none. */
export function casesOf(operation: Operation, from: readonly Family[] = families): readonly Case[] {
  if (from !== families) return make(operation, from);
  const cases = known.get(operation) ?? make(operation, from);
  known.set(operation, cases);
  return cases;
}

function make(operation: Operation, from: readonly Family[]): readonly Case[] {
  if (operation.setupOnly) return [];
  const cases = new Map<string, Case>();
  const titles = new Set<string>();
  for (const each of from.flatMap((family) => family.cases(operation))) {
    if (cases.has(each.id)) continue;
    // Playwright tells tests apart by their titles: the least length may be the greatest, too.
    const title = titles.has(each.title) ? (`${each.title} (${each.expect.clause.ref.rule})` as const) : each.title;
    titles.add(title);
    cases.set(each.id, { ...each, title });
  }
  return [...cases.values()];
}
