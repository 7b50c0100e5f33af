/** Which secrets a request carries: the alternative of its operation's security that the profile has credentials for. */
import { ownOf } from '../contract/pointer.ts';
import { groupBy } from '../contract/group-by.ts';
import {
  declaredSchemes,
  isSecurityStated,
  needsCredential,
  type SecurityNeed,
  type SecurityScheme,
} from '../contract/security.ts';
import type { Operation } from '../contract/types.ts';
import type { CredentialRole, Profile } from './schema.ts';
import {
  listOf,
  missingVariables,
  resolve,
  shownVariable,
  tokenSpec,
  variablesOfToken,
  type Lookup,
  type Variables,
} from './sources.ts';

/** A secret for one security scheme, with the variable that stands for it. */
export interface SchemeSecret {
  readonly scheme: SecurityScheme;
  readonly value: string;
  readonly variable: string;
}

/** The role whose secret a kind of credential is made of. */
export const roleOf = (kind: string): CredentialRole =>
  kind === 'insufficient' ? 'insufficient' : kind === 'rate-limit' || kind === 'renewed' ? kind : 'valid';

/**
 * The schemes (AND) that a request of an operation is sent with: the first alternative that is configured whole, else the first.
 * Where the document says nothing of security, the first scheme it declares that is configured: what is given is sent.
 */
export function chosenNeeds(operation: Operation, profile: Profile, variables: Variables): readonly SecurityNeed[] {
  const { security, contract, pointer } = operation;
  const isConfigured = ({ scheme }: SecurityNeed) => {
    const valid = ownOf(profile.credentials, scheme.name)?.valid;
    return valid !== undefined && missingVariables(valid, profile, variables).length === 0;
  };
  const usable = security.filter((needs) => needs.length > 0);
  const chosen = usable.find((needs) => needs.every(isConfigured)) ?? usable[0];
  if (chosen || isSecurityStated(contract.document, pointer)) return chosen ?? [];
  const declared = declaredSchemes(contract.document).map((scheme) => ({ scheme, scopes: [] }));
  return declared.filter(isConfigured).slice(0, 1);
}

/**
 * Which credentials operations need and do not get, one line a contract and credential. `option` is how to give one, from the
 * scheme's name and the variable that would hold it.
 */
export function credentialsNotGiven(
  operations: readonly Operation[],
  profile: Profile,
  variables: Variables,
  option: (scheme: string, variable: string) => string,
): string[] {
  const lacking = operations.filter((each) => missingCredential(each, 'valid', profile, variables) !== undefined);
  const alternatives = ({ security }: Operation) =>
    security.map((needs) => needs.map(({ scheme }) => scheme.name).join(' and ')).join(' or ');
  return [...groupBy(lacking, (each) => `${each.contract.id}: ${alternatives(each)}`)].map(([, [first, ...more]]) => {
    if (!first) return '';
    const [scheme = ''] = chosenNeeds(first, profile, variables).map((need) => need.scheme.name);
    const total = operations.filter(({ contract }) => contract === first.contract).length;
    const count = more.length + 1;
    return `${first.contract.id}: ${count} of ${total} operations need the credential ${alternatives(first)}, which is not given: they are only called without it (${option(scheme, missingCredential(first, 'valid', profile, variables) ?? '')})`;
  });
}

/** The secrets of a request, one for each scheme; those that the environment lacks are left out. */
export function secretsFor(operation: Operation, kind: string, profile: Profile, lookup: Lookup): SchemeSecret[] {
  const role = roleOf(kind);
  return chosenNeeds(operation, profile, lookup.variables).flatMap(({ scheme }) => {
    const roles = ownOf(profile.credentials, scheme.name);
    const found = resolve(roles?.[role] ?? roles?.valid, profile, lookup);
    return found === undefined
      ? []
      : [{ scheme, value: found.value, variable: found.variable ?? `${profile.prefix}CREDENTIAL` }];
  });
}

/** What has to be set so that a kind of credential can be sent; undefined where nothing is missing. */
export function missingCredential(
  operation: Operation,
  kind: string,
  profile: Profile,
  variables: Variables,
): string | undefined {
  const role = roleOf(kind);
  if (role === 'renewed' || kind === 'none' || !needsCredential(operation)) return undefined;
  const needs = chosenNeeds(operation, profile, variables);
  const sources = needs.flatMap(({ scheme }) => ownOf(profile.credentials, scheme.name)?.[role] ?? []);
  if (sources.length === 0) return `a credential of the role ${role} in the profile of ${profile.vendor}`;
  const names = missingVariables(sources, profile, variables);
  return names.length === 0 ? undefined : names.map((name) => shownVariable(profile, name)).join(', ');
}

/** The variables that the valid credential of an operation comes from: those that are set, else those that would have to be. */
export function credentialVariables(operation: Operation, profile: Profile, variables: Variables): string[] {
  return chosenNeeds(operation, profile, variables).flatMap(({ scheme }) => {
    const groups = listOf(ownOf(profile.credentials, scheme.name)?.valid).map((source) =>
      source.startsWith('$')
        ? [source.slice(1)]
        : variablesOfToken(profile, source.replace(/^token:/, '')).filter(
            (name) => name !== tokenUrlOf(profile, source),
          ),
    );
    return groups.find((names) => names.every((name) => variables[name] !== undefined)) ?? groups.at(-1) ?? [];
  });
}

const tokenUrlOf = (profile: Profile, source: string): string | undefined =>
  tokenSpec(profile, source.replace(/^token:/, '')).url?.slice(1);
