/** The valid body of an operation, in the media type that the document gives it. */
import { isJson } from '../contract/clauses.ts';
import { at, follow, isObject, join, ownOf } from '../contract/pointer.ts';
import type { Body, FieldEncoding, Json, JsonSchema, MediaType, Operation, Origin, Part } from '../contract/types.ts';
import { images } from './images.ts';
import { examplesAt } from './parameter.ts';
import { withFurtherProperties, withPlainProperties } from './optional-properties.ts';
import { propose } from './propose.ts';
import { xmlDocument } from './xml.ts';

export type BodyProposal = { readonly body: Body; readonly origin?: Origin } | { readonly reason: string };

type Kind = 'json' | 'form' | 'multipart' | 'text' | 'binary' | 'xml';

/** How a body of a media type is written. */
export function kindOf(type: string): Kind {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase();
  if (isJson(essence) || essence === '*/*' || essence === 'application/*' || essence === 'text/json') return 'json';
  if (essence === 'application/x-www-form-urlencoded') return 'form';
  if (essence.startsWith('multipart/')) return 'multipart';
  if (/[/+]xml$/.test(essence)) return 'xml';
  return essence.startsWith('text/') || /[/+](?:yaml|x-yaml|x-ndjson|jsonl|javascript|graphql|sql)$/.test(essence)
    ? 'text'
    : 'binary';
}

/** Which of several media types is sent: what can be varied best. */
const preferred: readonly Kind[] = ['json', 'form', 'multipart', 'text', 'binary', 'xml'];

/** The media type that an operation is sent, or undefined where it takes no body. */
export const mediaTypeOf = ({ body }: Operation): MediaType | undefined =>
  body?.content.toSorted(
    (one, other) => preferred.indexOf(kindOf(one.type)) - preferred.indexOf(kindOf(other.type)),
  )[0];

/** The media type without ranges: `application/*` is sent as JSON. */
const concrete = (type: string): string => (type.includes('*') ? 'application/json' : type);

const known = new WeakMap<Operation, Map<boolean, BodyProposal>>();

/**
 * A body that is valid by its schema, or why none could be made; made once an operation. An optional body is made only where
 * `optional` asks for it.
 */
export function proposeBody(operation: Operation, optional = false): BodyProposal {
  const proposals = known.get(operation) ?? new Map<boolean, BodyProposal>();
  known.set(operation, proposals);
  const proposal = proposals.get(optional) ?? makeBody(operation, optional);
  proposals.set(optional, proposal);
  return proposal;
}

/** The generated JSON body of an operation with optional properties too; undefined where there is none, or none that has more. */
export function fullerBody(operation: Operation): Body | undefined {
  const proposal = proposeBody(operation);
  const pointer = mediaTypeOf(operation)?.schemaPointer;
  if (!('body' in proposal) || proposal.origin !== 'generated' || proposal.body.kind !== 'json') return undefined;
  const value =
    pointer === undefined ? undefined : withFurtherProperties(operation.contract, pointer, proposal.body.value);
  return value === undefined ? undefined : { ...proposal.body, value };
}

function makeBody(operation: Operation, optional: boolean): BodyProposal {
  const media = mediaTypeOf(operation);
  if (!operation.body || !media || !(operation.body.required || optional)) return { body: { kind: 'none' } };
  const { document } = operation.contract;
  const holder = at(document, media.pointer);
  const examples = examplesAt(document, media.pointer);
  const encoding = isObject(holder) && isObject(holder['encoding']) ? holder['encoding'] : {};
  return write({ operation, media, examples, encoding: encoding as Readonly<Record<string, FieldEncoding>> });
}

interface Wanted {
  readonly operation: Operation;
  readonly media: MediaType;
  readonly examples: readonly Json[];
  readonly encoding: Readonly<Record<string, FieldEncoding>>;
}

function write({ operation, media, examples, encoding }: Wanted): BodyProposal {
  const kind = kindOf(media.type);
  const contentType = concrete(media.type);
  const value = () =>
    media.schemaPointer === undefined
      ? withoutSchema(examples, kind)
      : withPlainProperties(
          operation.contract,
          media.schemaPointer,
          propose(operation.contract, media.schemaPointer, { examples, name: '' }),
        );
  if (kind === 'binary')
    return { body: { kind: 'raw', bytes: fileFor(contentType).bytes, contentType }, origin: 'generated' };
  if (kind === 'xml' || kind === 'text') return textBody({ operation, media, examples }, contentType, kind, value);
  const proposed = value();
  if ('reason' in proposed) return proposed;
  const { origin } = proposed;
  if (kind === 'json')
    return {
      body: { kind, value: proposed.value, ...(contentType !== 'application/json' && { contentType }) },
      origin,
    };
  if (!isObject(proposed.value))
    return { reason: `a body of type ${media.type} is an object, and its schema is for none` };
  if (kind === 'form') return { body: { kind, value: proposed.value, encoding, contentType }, origin };
  const parts = partsOf(operation, media.schemaPointer ?? '', proposed.value, encoding);
  return { body: { kind, parts, ...(contentType !== 'multipart/form-data' && { contentType }) }, origin };
}

const withoutSchema = ([example]: readonly Json[], kind: Kind): { value: Json; origin: Origin } =>
  example === undefined
    ? { value: kind === 'text' ? 'conformance' : {}, origin: 'generated' }
    : { value: example, origin: 'example' };

/** Text as an example gives it, or as the schema makes it. */
function textBody(
  { operation, media, examples }: Pick<Wanted, 'operation' | 'media' | 'examples'>,
  contentType: string,
  kind: Kind,
  value: () => ReturnType<typeof propose>,
): BodyProposal {
  const example = examples.find((each) => typeof each === 'string');
  const body = (text: string): Body => ({ kind: 'raw', bytes: Buffer.from(text), contentType });
  if (typeof example === 'string') return { body: body(example), origin: 'example' };
  if (kind === 'xml' && media.schemaPointer === undefined)
    return { reason: `neither a schema nor an example of ${contentType} is documented` };
  const proposed = value();
  if ('reason' in proposed) return proposed;
  if (kind === 'xml')
    return {
      body: body(xmlDocument(operation.contract.document, media.schemaPointer ?? '', proposed.value)),
      origin: proposed.origin,
    };
  // JSON is YAML, and a line of JSON is a record of x-ndjson.
  return {
    body: body(typeof proposed.value === 'string' ? proposed.value : JSON.stringify(proposed.value)),
    origin: proposed.origin,
  };
}

/** A small file of a media type. */
export function fileFor(type: string): { readonly bytes: Uint8Array; readonly name: string } {
  const essence = (type.split(';')[0] ?? '').trim();
  if (essence === 'image/jpeg') return { bytes: images.jpeg, name: 'conformance.jpg' };
  if (essence === 'image/gif') return { bytes: images.gif, name: 'conformance.gif' };
  if (essence.startsWith('image/')) return { bytes: images.png, name: 'conformance.png' };
  if (essence === 'application/json') return { bytes: Buffer.from('{}'), name: 'conformance.json' };
  if (essence === 'text/csv') return { bytes: Buffer.from('conformance\r\n1\r\n'), name: 'conformance.csv' };
  return {
    bytes: Buffer.from('conformance\n'),
    name: essence.startsWith('text/') ? 'conformance.txt' : 'conformance.bin',
  };
}

/** The parts of a form: files for binary properties, JSON for objects, one part an item of a list (OpenAPI 3.0.3, "Special Considerations for multipart Content"). */
function partsOf(
  operation: Operation,
  pointer: string,
  value: JsonSchema,
  encoding: Readonly<Record<string, FieldEncoding>>,
): Part[] {
  const { document } = operation.contract;
  return Object.entries(value).flatMap(([name, each]) => {
    const property =
      follow(document, join(follow(document, pointer)?.pointer ?? pointer, 'properties', name))?.value ?? {};
    const schema = property['type'] === 'array' && isObject(property['items']) ? { ...property['items'] } : property;
    const type = (ownOf(encoding, name)?.contentType ?? (schema['contentMediaType'] as string | undefined))
      ?.split(',')[0]
      ?.trim();
    return (Array.isArray(each) ? each : [each]).map((item: Json): Part => partOf(name, item, schema, type));
  });
}

function partOf(name: string, value: Json, schema: JsonSchema, type: string | undefined): Part {
  const isFile = isBinary(schema) || (type !== undefined && !/json|^text\/|form-urlencoded/.test(type));
  if (isFile) {
    const contentType =
      type === undefined || type.includes('*')
        ? type?.startsWith('image/')
          ? 'image/png'
          : 'application/octet-stream'
        : type;
    const file = fileFor(contentType);
    return { name, bytes: file.bytes, fileName: file.name, contentType };
  }
  const isText = typeof value !== 'object' || value === null;
  const contentType = type ?? (isText ? undefined : 'application/json');
  const text = typeof value === 'string' && !/json/.test(contentType ?? '') ? value : JSON.stringify(value);
  return { name, bytes: Buffer.from(text), ...(contentType !== undefined && { contentType }) };
}

/** A property that is a file: `format: binary` (3.0), or text without encoding whose media type is given (3.1). */
export const isBinary = (schema: JsonSchema): boolean =>
  schema['format'] === 'binary' ||
  (schema['contentMediaType'] === 'application/octet-stream' && schema['contentEncoding'] === undefined);
