import type { CredentialKind, Level, Operation } from '../../contract/types.ts';
import { join } from '../../contract/pointer.ts';
import { needsCredential, schemeNames } from '../../contract/security.ts';
import { caseOf, documented } from '../case.ts';
import type { Family } from '../types.ts';

const bad: readonly (readonly [kind: CredentialKind, level: Level, sentence: string])[] = [
  ['none', 'MUST', 'refuse a request without credentials'],
  ['empty', 'MUST', 'refuse an empty credential'],
  ['unknown', 'MUST', 'refuse a key that nobody was given'],
  ['cut', 'MUST', 'refuse a valid key cut short'],
  ['extended', 'MUST', 'refuse a valid key with a character added'],
  ['altered', 'MUST', 'refuse a valid key with its last character changed'],
  ['altered-inside', 'MUST', 'refuse a valid key with a character in its middle changed'],
  ['recased', 'MUST', 'refuse a valid key in the other letter case'],
  ['jwt', 'MUST', 'refuse a JSON Web Token that nobody signed'],
  ['unknown-scheme', 'MUST', 'refuse credentials of nobody under another scheme'],
  ['wrong-scheme', 'SHOULD', 'refuse a valid key under another scheme'],
  ['no-scheme', 'SHOULD', 'refuse a valid key without a scheme'],
];

const names: Partial<Record<CredentialKind, string>> = { none: 'absent' };

/** What is no bearer credential at all may be called a bad request too. */
const statusesOf = (operation: Operation, kind: CredentialKind): string[] =>
  /scheme/.test(kind) ? documented(operation, 400, 401, 403) : documented(operation, 401);

export const credentials: Family = {
  id: 'credentials',
  title: 'Credentials that are absent, wrong or not enough',
  cases(operation) {
    if (!needsCredential(operation)) return [];
    const pointer = join(operation.pointer, 'security');
    const refused = bad.map(([kind, level, sentence]) =>
      caseOf(operation, {
        group: 'security',
        rule: names[kind] ?? kind,
        level,
        sentence: `${sentence} (${statusesOf(operation, kind).join(' or ')})`,
        pointer,
        says: schemeNames(operation),
        statuses: statusesOf(operation, kind),
        acceptedCode: 'CREDENTIAL_ACCEPTED',
        edit: (plan) => ({ ...plan, credentials: kind }),
      }),
    );
    const scope = caseOf(operation, {
      group: 'security',
      rule: 'scope',
      level: 'MUST',
      sentence: 'refuse a credential without the scope (403)',
      pointer,
      says: [schemeNames(operation), operation.responses.get('403')?.description],
      statuses: ['403'],
      acceptedCode: 'CREDENTIAL_ACCEPTED',
      edit: (plan) => ({ ...plan, credentials: 'restricted' }),
    });
    return operation.responses.has('403') ? [...refused, scope] : refused;
  },
};
