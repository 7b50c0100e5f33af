/** What does not yet follow ARCHITECTURE.md. These lists only get shorter: a line that is no longer needed fails the test. */

/** Imports against the order, `<importing file> -> <imported folder>`. */
export const imports: readonly string[] = ['helpers/run/worker.ts -> plugins'];

/** Files that name a vendor, often in the example of a comment. */
export const vendorNames: readonly string[] = [];

/** Interfaces of behaviour with more than 12 members. */

/** Files that take an id apart, with the reason. */
export const parsedIds: Readonly<Record<string, string>> = {
  'helpers/contract/clauses/operation-clauses.ts': 'the id that an overlay gives a promise becomes its place',
  'helpers/profile/load.ts': 'a profile names an operation as <version>/<operation>',
  'helpers/verdict/upgrade.ts': 'reports of version 1 have ids only',
};
