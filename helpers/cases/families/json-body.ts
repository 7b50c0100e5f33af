import { at, follow, isObject, join } from '../../contract/pointer.ts';
import { isJson } from '../../contract/clauses.ts';
import { text } from '../../contract/text.ts';
import type { Body, Json, JsonSchema, Operation, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf, documented, withArticle } from '../case.ts';
import { deviations } from '../values.ts';
import type { Case, Family } from '../types.ts';

const raw = (body: string, contentType = 'application/json'): Body => ({
  kind: 'raw',
  bytes: Buffer.from(body),
  contentType,
});

export const jsonBody: Family = {
  id: 'json-body',
  title: 'JSON bodies that are absent, broken, of another type, or wrong in one property',
  cases(operation) {
    const media = operation.body?.content.find(({ type }) => isJson(type));
    if (!operation.body || !media?.schemaPointer) return [];
    const schema = follow(operation.contract.document, media.schemaPointer);
    return [
      ...whole(operation, operation.body.pointer),
      ...(schema ? properties(operation, schema.pointer, schema.value) : []),
    ];
  },
};

function whole(operation: Operation, pointer: string): Case[] {
  const refused = documented(operation, 400, 422);
  const about = (
    id: string,
    sentence: string,
    body: Body,
    statuses: readonly string[] = refused,
    undocumented?: true,
  ) =>
    caseOf(operation, {
      group: 'body',
      rule: id,
      level: 'MUST',
      sentence: `refuse ${sentence}`,
      pointer,
      says: at(operation.contract.document, pointer),
      statuses,
      ...(undocumented && { undocumented }),
      acceptedCode: 'BODY_ACCEPTED',
      edit: (plan) => ({ ...plan, body }),
    });
  return [
    // Without a body there is no media type either, which may be what is refused first.
    ...(operation.body?.required
      ? [
          about('required', 'a request without a body', { kind: 'none' }, ['4XX'], true),
          about('empty', 'an empty body', raw('')),
        ]
      : []),
    about('json', 'a body that is not JSON', raw('{"broken": ')),
    about('other-type', 'JSON of another type', { kind: 'json', value: null }),
    about('media-type', 'a body of another media type', raw('<conformance/>', 'application/xml'), ['4XX'], true),
  ];
}

const isAccepted =
  (operation: Operation, pointer: string) =>
  (value: Json): boolean =>
    operation.contract.schemas.accepts(pointer, value, { direction: 'request' });

function properties(operation: Operation, pointer: string, schema: JsonSchema): Case[] {
  if (!isObject(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const cases = Object.keys(schema['properties']).flatMap((name) => {
    const property = follow(operation.contract.document, join(pointer, 'properties', name));
    if (!property) return [];
    const about = (id: string, sentence: string, statuses: readonly string[], value: Json | undefined) =>
      caseOf(operation, {
        group: 'body',
        on: name,
        rule: id,
        level: 'MUST',
        sentence: `refuse ${sentence}`,
        pointer: property.pointer,
        says: [name, id, property.value, required.includes(name)],
        statuses,
        acceptedCode: 'BODY_ACCEPTED',
        edit: (plan) => withProperty(plan, name, value),
      });
    const nullable =
      property.value['nullable'] === true ||
      (Array.isArray(property.value['type']) && property.value['type'].includes('null'));
    // A value that cannot be an id may be refused as invalid or as not found.
    const odd = documented(operation, 400, 404, 422);
    const isId =
      property.value['type'] === 'string' &&
      /id$/i.test(name) &&
      property.value['enum'] === undefined &&
      operation.responses.has('404');
    return [
      ...(isId
        ? [
            unknownId(operation, property.pointer, name),
            inList(operation, property.pointer, name, odd),
            about('odd', `${withArticle(name)} of 300 characters with quotes and a zero character`, odd, oddId),
          ]
        : []),
      ...(required.includes(name)
        ? [about('required', `a body without ${name}`, documented(operation, 400, 422), undefined)]
        : []),
      ...(nullable ? [] : [about('null', `null for ${name}`, odd, null)]),
      ...deviations(property.value, isAccepted(operation, property.pointer), true)
        .filter(({ inside }) => !inside)
        .map(({ keyword, sentence, value }) => about(keyword, `${withArticle(name)} ${sentence}`, odd, value)),
    ];
  });
  const undeclared = caseOf(operation, {
    group: 'body',
    rule: 'undeclared',
    level: 'INFO',
    sentence: 'how a body with one undeclared property more is answered',
    pointer,
    says: schema['additionalProperties'] ?? 'open',
    statuses: anyStatus,
    subject: 'own',
    assumed: 'served',
    edit: (plan) => withProperty(plan, 'conformanceUndeclared', 'x'),
  });
  return [...cases, undeclared];
}

const oddId = `o'conformance"\u0000${'x'.repeat(285)}`;

/** The right value in the wrong type: what is loosely compared, or handed on to a database, may take it. */
const inList = (operation: Operation, pointer: string, name: string, statuses: readonly string[]): Case =>
  caseOf(operation, {
    group: 'body',
    on: name,
    rule: 'list',
    level: 'MUST',
    sentence: `refuse a list that holds the ${name}`,
    pointer,
    says: [name, 'list'],
    statuses,
    acceptedCode: 'BODY_ACCEPTED',
    edit: (plan) => withProperty(plan, name, [valueOf(plan, name) ?? '']),
  });

function unknownId(operation: Operation, pointer: string, name: string): Case {
  return caseOf(operation, {
    group: 'body',
    on: name,
    rule: 'unknown',
    level: 'MUST',
    sentence: `not find ${withArticle(name)} that names nothing (404)`,
    pointer,
    says: [name, operation.responses.get('404')?.description],
    statuses: ['404'],
    acceptedCode: 'UNKNOWN_ACCEPTED',
    edit: (plan, data) => withProperty(plan, name, data.unknown(name, operation, text(valueOf(plan, name)))),
  });
}

const valueOf = ({ body }: RequestPlan, name: string): Json | undefined =>
  body.kind === 'json' && isObject(body.value) ? body.value[name] : undefined;

function withProperty(plan: RequestPlan, name: string, value: Json | undefined): RequestPlan {
  if (plan.body.kind !== 'json' || !isObject(plan.body.value)) return plan;
  const { [name]: _gone, ...rest } = plan.body.value;
  return { ...plan, body: { kind: 'json', value: value === undefined ? rest : { ...rest, [name]: value } } };
}
