import { at } from '../../contract/pointer.ts';
import type { Body, Json, Operation } from '../../contract/types.ts';
import { caseOf } from '../case.ts';
import { rejectionOf, type Fault } from '../oracle.ts';
import { kindOf, mediaTypeOf } from '../request-body.ts';
import type { Case, Family } from '../types.ts';
import { accepts } from '../valid.ts';
import { propertyCases, requiredProperties } from './body-properties.ts';

/** The whole body; its properties are in body-properties.ts. */
export const structuredBody: Family = {
  id: 'json-body',
  title: 'JSON, XML and urlencoded bodies that are absent, broken, of another type, or wrong in one property',
  cases(operation) {
    const media = mediaTypeOf(operation);
    const kind = media && kindOf(media.type);
    if (operation.body && kind === 'xml') return xml(operation, media?.type ?? '');
    if (!operation.body || !media?.schemaPointer || (kind !== 'json' && kind !== 'form')) return [];
    return [
      ...(kind === 'json' ? json(operation, media.type, media.schemaPointer) : form(operation)),
      ...propertyCases(operation, media.schemaPointer),
    ];
  },
};

const raw = (body: string, contentType: string): Body => ({ kind: 'raw', bytes: Buffer.from(body), contentType });

interface Wrong {
  readonly rule: string;
  readonly sentence: string;
  readonly body: Body;
  /** Without it any client error will do, documented or not. */
  readonly fault?: Fault;
}

function caseFor(operation: Operation, { rule, sentence, body, fault }: Wrong): Case {
  const pointer = operation.body?.pointer ?? '';
  // Where no body is needed, one that cannot be read may be ignored.
  const ignorable = operation.body?.required ? undefined : rejectionOf(operation, 'wrong-body').level;
  const rejected = fault && rejectionOf(operation, fault);
  return caseOf(operation, {
    group: 'body',
    rule,
    level: ignorable ?? rejected?.level ?? 'MUST',
    sentence: `reject ${sentence}`,
    pointer,
    says: at(operation.contract.document, pointer),
    statuses: rejected?.statuses ?? ['4XX'],
    answers: { acceptedCode: 'BODY_ACCEPTED', ...(!fault && { undocumented: true as const }) },
    edit: (plan) => ({ ...plan, body }),
  });
}

/** No body at all: without one there is no media type either, which may be what is rejected first. */
const missing = (operation: Operation, contentType: string): Case[] =>
  operation.body?.required
    ? [
        caseFor(operation, { rule: 'required', sentence: 'a request without a body', body: { kind: 'none' } }),
        caseFor(operation, {
          rule: 'empty',
          sentence: 'an empty body',
          body: raw('', contentType),
          fault: 'unreadable-body',
        }),
      ]
    : [];

/** What of XML can be told without its elements: JSON Schema says nothing of how a server reads them. */
const xml = (operation: Operation, contentType: string): Case[] => [
  ...missing(operation, contentType),
  caseFor(operation, {
    rule: 'xml',
    sentence: 'a body that is not well-formed XML',
    body: raw('<conformance><broken', contentType),
    fault: 'unreadable-body',
  }),
  ...mediaType(operation),
];

function json(operation: Operation, type: string, schemaPointer: string): Case[] {
  const contentType = type.includes('*') ? 'application/json' : type;
  const wrong = otherType(operation, schemaPointer);
  return [
    ...missing(operation, contentType),
    caseFor(operation, {
      rule: 'json',
      sentence: 'a body that is not JSON',
      body: raw('{"broken": ', contentType),
      fault: 'unreadable-body',
    }),
    ...(wrong === undefined
      ? []
      : [
          caseFor(operation, {
            rule: 'other-type',
            sentence: 'JSON of another type',
            body: { kind: 'json', value: wrong, ...(contentType !== 'application/json' && { contentType }) },
            fault: 'wrong-body',
          }),
        ]),
    ...(lacksSeveral(operation, schemaPointer)
      ? [
          caseFor(operation, {
            rule: 'no-properties',
            sentence: 'an object without properties',
            body: { kind: 'json', value: {}, ...(contentType !== 'application/json' && { contentType }) },
            fault: 'required',
          }),
        ]
      : []),
    ...mediaType(operation),
  ];
}

/** Whether `{}` lacks more than one property: where it lacks one alone, the case of that property sends much the same. */
const lacksSeveral = (operation: Operation, pointer: string): boolean =>
  requiredProperties(operation, pointer).size > 1 && !accepts(operation.contract, pointer, {});

/** An urlencoded body can always be read; an empty one has no properties, which their own cases are about. */
const form = (operation: Operation): Case[] => [
  ...(operation.body?.required && requiresProperties(operation)
    ? [caseFor(operation, { rule: 'required', sentence: 'a request without a body', body: { kind: 'none' } })]
    : []),
  ...mediaType(operation),
];

function requiresProperties(operation: Operation): boolean {
  const pointer = mediaTypeOf(operation)?.schemaPointer;
  return pointer !== undefined && !accepts(operation.contract, pointer, {});
}

/** A value of a type that the schema does not allow; undefined where it allows all. */
const otherType = ({ contract }: Operation, pointer: string): Json | undefined =>
  [null, 'conformance', 12_345, [], {}].find((value) => !accepts(contract, pointer, value));

/** A media type that the document does not give the body. */
function mediaType(operation: Operation): Case[] {
  const types = operation.body?.content.map(({ type }) => (type.split(';')[0] ?? '').trim().toLowerCase()) ?? [];
  const isDocumented = (type: string) =>
    types.some((each) => each === type || each === '*/*' || each === `${type.split('/')[0]}/*`);
  const other = ['application/xml', 'text/csv', 'application/pdf'].find((type) => !isDocumented(type));
  if (other === undefined) return [];
  return [
    caseFor(operation, {
      rule: 'media-type',
      sentence: 'a body of another media type',
      // No content that the documented media type could be read from.
      body: raw(other === 'application/xml' ? '<conformance/>' : 'conformance', other),
    }),
  ];
}
