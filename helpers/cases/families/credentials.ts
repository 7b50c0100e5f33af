import type { CredentialKind, Operation, SecurityScheme } from '../../contract/types.ts';
import { join } from '../../contract/pointer.ts';
import { needsCredential, schemeNames } from '../../contract/security.ts';
import { caseOf } from '../case.ts';
import { type Fault, listed, rejectionOf } from '../oracle.ts';
import type { Case, Family } from '../types.ts';

type Bad = readonly [kind: CredentialKind, fault: Fault, sentence: string];

const absent: readonly Bad[] = [['none', 'no-credential', 'reject a request without credentials']];
const keys: readonly Bad[] = [
  ...absent,
  ['empty', 'no-credential', 'reject an empty credential'],
  ['unknown', 'no-credential', 'reject an unknown API key'],
  ['truncated', 'no-credential', 'reject a truncated key'],
  ['extended', 'no-credential', 'reject a valid key with one more character'],
  ['altered', 'no-credential', 'reject a valid key with another last character'],
  ['altered-middle', 'no-credential', 'reject a valid key with another character in its middle'],
  ['case-swapped', 'no-credential', 'reject a valid key in the other letter case'],
];
const bearer: readonly Bad[] = [
  ...keys,
  ['unsigned-jwt', 'no-credential', 'reject an unsigned JSON Web Token'],
  ['unknown-scheme', 'unknown-scheme', 'reject unknown credentials under another scheme'],
  ['wrong-scheme', 'other-spelling', 'reject a valid key under another scheme'],
  ['no-scheme', 'other-spelling', 'reject a valid key without a scheme'],
];
const basic: readonly Bad[] = [
  ...absent,
  ['empty', 'no-credential', 'reject empty credentials'],
  ['unknown', 'no-credential', 'reject an unknown user'],
  ['truncated', 'no-credential', 'reject a truncated password'],
  ['extended', 'no-credential', 'reject a password with one more character'],
  ['altered', 'no-credential', 'reject a password with another last character'],
  ['case-swapped', 'no-credential', 'reject a password in the other letter case'],
  ['unknown-scheme', 'unknown-scheme', 'reject unknown credentials under another scheme'],
];

/** The bad credentials that a scheme has: a key in a header of its own has no scheme of Authorization to get wrong. */
function badOf(scheme: SecurityScheme): readonly Bad[] {
  switch (scheme.type) {
    case 'apiKey':
      return keys;
    case 'oauth2':
    case 'openIdConnect':
      return bearer;
    case 'http':
      return scheme.scheme === 'bearer' ? bearer : scheme.scheme === 'basic' ? basic : absent;
    default:
      return absent;
  }
}

/** Where one of several schemes will do, the bad credentials that all of them have. */
function badCredentials({ security }: Operation): readonly Bad[] {
  const [first = absent, ...others] = security.flat().map(({ scheme }) => badOf(scheme));
  return first.filter(([kind]) => others.every((list) => list.some(([each]) => each === kind)));
}

/** Clause ids from before the kinds had these names. */
const publishedRules: Partial<Record<CredentialKind, string>> = {
  none: 'absent',
  truncated: 'cut',
  'altered-middle': 'altered-inside',
  'case-swapped': 'recased',
  'unsigned-jwt': 'jwt',
};

export const credentials: Family = {
  id: 'credentials',
  title: 'Credentials that are absent, wrong or not enough',
  cases(operation) {
    if (!needsCredential(operation)) return [];
    const about = (kind: CredentialKind, fault: Fault, rule: string, sentence: string, says: unknown): Case => {
      const { level, statuses } = rejectionOf(operation, fault);
      return caseOf(operation, {
        group: 'security',
        rule,
        level,
        sentence: `${sentence} (${listed(statuses)})`,
        pointer: join(operation.pointer, 'security'),
        says,
        statuses,
        answers: { acceptedCode: 'CREDENTIAL_ACCEPTED' },
        runs: { credentials: kind },
        edit: (plan) => plan,
      });
    };
    const names = schemeNames(operation);
    const forbidden = operation.responses.get('403')?.description;
    return [
      ...badCredentials(operation).map(([kind, fault, sentence]) =>
        about(kind, fault, publishedRules[kind] ?? kind, sentence, names),
      ),
      ...(operation.responses.has('403')
        ? [about('insufficient', 'no-permission', 'scope', 'reject a credential without the scope', [names, forbidden])]
        : []),
    ];
  },
};
