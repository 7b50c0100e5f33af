import { parameterSays } from '../../contract/parameters.ts';
import type { Operation, Parameter } from '../../contract/types.ts';
import { caseOf, documented, withPath, withArticle } from '../case.ts';
import type { Case, Family } from '../types.ts';

/** Ids that cannot be well-formed; how they are refused is undocumented beyond "not found" or "invalid". */
const oddities: readonly (readonly [id: string, sentence: string, value: string])[] = [
  [
    'long',
    'of 400 characters, with quotes and letters beyond ASCII',
    encodeURIComponent(`o'нота-"é-診${'a'.repeat(390)}`),
  ],
  ['nul', 'with a zero character', 'conformance%00'],
  ['traversal', 'that climbs out of its path', '..%2F..%2Fconformance'],
];

export const pathIds: Family = {
  id: 'path-ids',
  title: 'Ids in the path that are unknown or malformed',
  cases: (operation) =>
    operation.parameters.filter(({ place }) => place === 'path').flatMap((parameter) => casesOf(operation, parameter)),
};

function casesOf(operation: Operation, parameter: Parameter): Case[] {
  const { name, label, pointer } = parameter;
  // The id under test is the only fault, so all that stands before it in the path has to exist; what follows cannot.
  const last = operation.parameters.filter(({ place }) => place === 'path').at(-1)?.name === name;
  const common = { pointer, says: parameterSays(parameter), subject: last ? ('none' as const) : ('shared' as const) };
  const unknown = caseOf(operation, {
    ...common,
    group: 'parameters',
    on: label,
    rule: 'unknown',
    level: 'MUST',
    sentence: `not find ${withArticle(name)} that names nothing (404)`,
    statuses: documented(operation, 404),
    // Like a real one but for its end, so that what compares only the beginning is seen.
    subject: 'shared',
    edit: (plan, data) =>
      withPath(
        plan,
        name,
        encodeURIComponent(data.unknown(name, operation, decodeURIComponent(plan.path[name] ?? ''))),
      ),
  });
  const malformed = caseOf(operation, {
    ...common,
    group: 'parameters',
    on: label,
    rule: 'malformed',
    level: 'MUST',
    sentence: `refuse a malformed ${name} (400 or 404)`,
    statuses: documented(operation, 400, 404),
    edit: (plan) => withPath(plan, name, 'not-an-id'),
  });
  const odd = oddities.map(([id, sentence, value]) =>
    caseOf(operation, {
      ...common,
      group: 'parameters',
      on: label,
      rule: id,
      level: 'MUST',
      sentence: `refuse ${withArticle(name)} ${sentence}`,
      statuses: ['4XX'],
      // A gateway may refuse it before it is a request of this operation.
      outside: true,
      edit: (plan) => withPath(plan, name, value),
    }),
  );
  return [unknown, malformed, ...odd];
}
