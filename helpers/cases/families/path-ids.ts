import { isSafe } from '../../contract/methods.ts';
import { parameterSays } from '../../contract/parameters.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import type { Operation, Parameter } from '../../contract/types.ts';
import { caseOf, withArticle } from '../case.ts';
import { idInPath, withParameter, withPath } from '../edit.ts';
import { typeOf } from '../invalid-values.ts';
import { documented, listed, rejectionOf } from '../oracle.ts';
import type { Case, Family } from '../types.ts';

/** Ids that cannot be well-formed; how they are rejected is undocumented beyond "not found" or "invalid". */
const oddities: readonly (readonly [id: string, sentence: string, value: string])[] = [
  [
    'long',
    'of 400 characters, with quotes and non-ASCII letters',
    encodeURIComponent(`o'нота-"é-診${'a'.repeat(390)}`),
  ],
  ['nul', 'with a NUL character', 'conformance%00'],
  ['traversal', 'with path traversal', '..%2F..%2Fconformance'],
];

export const pathIds: Family = {
  id: 'path-ids',
  title: 'Ids in the path that are unknown or malformed',
  cases: (operation) =>
    operation.parameters
      .filter((parameter) => parameter.place === 'path' && mayBeId(operation, parameter))
      .flatMap((parameter) => casesOf(operation, parameter)),
};

/** Formats of values that name a point on a scale, not a resource. */
const scales = new Set(['date', 'date-time', 'time', 'duration', 'float', 'double', 'ipv4', 'ipv6']);

/** False for parameters whose values the schema lists or measures: such a value is not one that a resource has or has not. */
function mayBeId(operation: Operation, { schema }: Parameter): boolean {
  if (policyOf(operation).statuses === 'complete') return true;
  const type = typeOf(schema);
  const isMeasured = typeof schema['maximum'] === 'number' && schema['maximum'] < 1_000_000;
  return (
    (type === undefined || type === 'string' || type === 'integer') &&
    !isMeasured &&
    schema['enum'] === undefined &&
    schema['const'] === undefined &&
    !(typeof schema['format'] === 'string' && scales.has(schema['format']))
  );
}

/** Ends of names that ids have. */
const idName = /(?:id|key|slug|code|number|name|uuid|guid|ref)$/;

/** Whether a parameter is an id by its format or name, or names one of what stands before it in the path (`/pets/{pet}`). */
function looksLikeId({ path, pointer: operation }: Operation, { name, schema, pointer }: Parameter): boolean {
  // What the path alone has is described by nothing: `/anything/{anything}`.
  if (pointer === operation) return false;
  const word = name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  const before = path.split(`/{${name}}`)[0]?.split('/').at(-1)?.toLowerCase() ?? '';
  return schema['format'] === 'uuid' || idName.test(word) || before.startsWith(word);
}

function casesOf(operation: Operation, parameter: Parameter): Case[] {
  const { name, pointer } = parameter;
  // The id under test is the only fault, so all that stands before it in the path has to exist; what follows cannot.
  const last = operation.parameters.filter(({ place }) => place === 'path').at(-1)?.name === name;
  const resource = last ? ('none' as const) : ('shared' as const);
  const common = { group: 'parameters' as const, on: parameter.label, pointer, says: parameterSays(parameter) };
  const isComplete = policyOf(operation).statuses === 'complete';
  const unknownId = rejectionOf(operation, 'unknown-id');
  // A read of what does not exist may be expected to fail even where no error is documented; a write may create it.
  const isSilent = documented(operation, 404).length === 0;
  const mayCreate = !isComplete && last && operation.method === 'PUT' && documented(operation, 201).length > 0;
  const isReadById = isSilent && isSafe(operation.method) && looksLikeId(operation, parameter);
  const level = mayCreate ? 'INFO' : isReadById && !isComplete ? 'SHOULD' : unknownId.level;
  const isJudged = level !== 'INFO';
  const unknown = caseOf(operation, {
    ...common,
    rule: 'unknown',
    level,
    sentence: isJudged
      ? `reject an unknown ${name} (${listed(unknownId.statuses)})`
      : `how an unknown ${name} is answered`,
    statuses: isJudged ? unknownId.statuses : ['*'],
    ...(isComplete ? {} : { answers: { orEmptyList: true as const } }),
    // Like a real one but for its end, so that what compares only the beginning is seen.
    runs: { resource: 'shared' },
    edit: (plan, data) => {
      const id = data.unknown(name, operation, idInPath(plan, parameter));
      return withParameter(plan, operation, parameter, id);
    },
  });
  const malformedId = rejectionOf(operation, 'malformed-id');
  const malformed = caseOf(operation, {
    ...common,
    rule: 'malformed',
    level: malformedId.level,
    sentence: `reject a malformed ${name} (${listed(malformedId.statuses)})`,
    statuses: malformedId.statuses,
    runs: { resource },
    edit: (plan) => withPath(plan, name, 'not-an-id'),
  });
  const odd = oddities.map(([rule, sentence, value]) =>
    caseOf(operation, {
      ...common,
      rule,
      level: isComplete ? 'MUST' : level,
      sentence:
        isComplete || isJudged
          ? `reject ${withArticle(name)} ${sentence}`
          : `how ${withArticle(name)} ${sentence} is answered`,
      // A redirect to the address without the oddity serves nothing either.
      statuses: isComplete ? ['4XX'] : isJudged ? ['4XX', '3XX'] : ['*'],
      // A gateway may reject it before it reaches this operation.
      answers: { outside: true, ...(isComplete ? {} : { orEmptyList: true as const }) },
      runs: { resource },
      edit: (plan) => withPath(plan, name, value),
    }),
  );
  // By default any text may be an id, unless the schema asks for a form; that form is broken by the family of schema bounds.
  return [unknown, ...(isComplete ? [malformed] : []), ...odd];
}
