import { at, follow, isObject, join } from '../../contract/pointer.ts';
import { policyOf } from '../../contract/status-oracle.ts';
import type { Body, Level, Operation, Part, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf } from '../case.ts';
import { mergedSchema } from '../generate/merge.ts';
import { images } from '../images.ts';
import { isBinary, kindOf, mediaTypeOf, proposeBody } from '../request-body.ts';
import type { Case, Family } from '../types.ts';

/** How a form differs from the valid one whose parts are given. */
interface Difference {
  /** The part that the clause is about. */
  readonly on?: string;
  readonly rule: string;
  readonly level: Level;
  readonly sentence: string;
  readonly served?: true;
  readonly parts: (parts: readonly Part[]) => readonly Part[] | Body;
}

/** The file of a form, or an empty one. */
const fileIn = (parts: readonly Part[]): Part =>
  parts.find(({ fileName }) => fileName !== undefined) ?? {
    name: 'file',
    bytes: new Uint8Array(),
    fileName: 'conformance.bin',
  };
/** A form whose file is replaced. */
const withFile =
  (change: (file: Part) => readonly Part[]) =>
  (parts: readonly Part[]): readonly Part[] => [
    ...parts.filter(({ fileName }) => fileName === undefined),
    ...change(fileIn(parts)),
  ];

const rawForm = (body: string, contentType: string): Body => ({ kind: 'raw', bytes: Buffer.from(body), contentType });

const ofForm: readonly Difference[] = [
  { rule: 'required', level: 'MUST', sentence: 'reject a request without a body', parts: () => ({ kind: 'none' }) },
  {
    rule: 'media-type',
    level: 'MUST',
    sentence: 'reject a body that is not a form',
    parts: () => ({ kind: 'json', value: { file: 'conformance' } }),
  },
  {
    rule: 'malformed',
    level: 'MUST',
    sentence: 'reject a truncated form',
    parts: () =>
      rawForm('--conformance\r\nContent-Disposition: form-data; name="fi', 'multipart/form-data; boundary=conformance'),
  },
  {
    rule: 'boundary',
    level: 'MUST',
    sentence: 'reject a form whose Content-Type has no boundary',
    parts: () =>
      rawForm(
        '--conformance\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--conformance--\r\n',
        'multipart/form-data',
      ),
  },
];

const withoutFile: Difference = {
  on: 'part',
  rule: 'required',
  level: 'MUST',
  sentence: 'reject a form without the file',
  parts: () => [{ name: 'note', bytes: Buffer.from('conformance') }],
};

const fileCase = (rule: string, what: string, change: (file: Part) => readonly Part[]): Difference => ({
  on: 'part',
  rule,
  level: 'INFO',
  sentence: `how ${what} is answered`,
  parts: withFile(change),
});

const ofFile: readonly Difference[] = [
  fileCase('name', 'a file under another name', (file) => [{ ...file, name: 'conformanceOther' }]),
  fileCase('empty', 'an empty file', (file) => [{ ...file, bytes: new Uint8Array() }]),
  {
    ...fileCase('repeated', '', (file) => [file, { ...file, fileName: 'second.png', bytes: images.otherPng }]),
    sentence: 'how two files in one form are answered',
    served: true,
  },
  fileCase('other-type', 'a file of another type', (file) => [
    { ...file, fileName: 'film.gif', contentType: 'image/gif', bytes: images.gif },
  ]),
  fileCase('mismatch', 'text under the name of an image', (file) => [
    { ...file, bytes: Buffer.from('this is not an image') },
  ]),
];

export const multipartBody: Family = {
  id: 'multipart-body',
  title: 'Forms without a part that is required, with another file, or with more than one',
  cases(operation) {
    const media = mediaTypeOf(operation);
    if (!operation.body || !media || kindOf(media.type) !== 'multipart') return [];
    return differencesOf(operation).map((difference) => caseFor(operation, media.schemaPointer, difference));
  },
};

/** By default what a form lacks is said of each part that the schema requires; a complete document means the file. */
function differencesOf(operation: Operation): readonly Difference[] {
  if (policyOf(operation).statuses === 'complete') return [...ofForm, withoutFile, ...ofFile];
  const isRequired = operation.body?.required === true;
  const [absent, ...broken] = ofForm;
  return [
    ...(isRequired && absent ? [absent] : []),
    // A form that the operation does not require may be ignored.
    ...broken.map((each): Difference => (isRequired ? each : { ...each, level: 'SHOULD' })),
    ...requiredParts(operation).map(withoutPart),
    ...(filePartOf(operation) === undefined ? [] : ofFile),
  ];
}

const withoutPart = (name: string): Difference => ({
  on: name,
  rule: 'required',
  level: 'MUST',
  sentence: `reject a form without ${name}`,
  parts: (parts) => parts.filter((part) => part.name !== name),
});

function requiredParts(operation: Operation): string[] {
  const pointer = mediaTypeOf(operation)?.schemaPointer;
  const merged = pointer === undefined ? undefined : mergedSchema(operation.contract.document, pointer);
  const required = merged?.schema['required'];
  const isReadOnly = (name: string) =>
    at(operation.contract.document, join(merged?.pointer ?? '', 'properties', name, 'readOnly')) === true;
  return Array.isArray(required) ? required.map(String).filter((name) => !isReadOnly(name)) : [];
}

function caseFor(operation: Operation, schema: string | undefined, difference: Difference): Case {
  const { on, rule, level, sentence, parts, served } = difference;
  const isJudged = level !== 'INFO';
  return caseOf(operation, {
    group: 'body',
    ...(on && { on }),
    rule,
    level,
    sentence,
    pointer: operation.body?.pointer ?? '',
    says: at(operation.contract.document, schema ?? operation.body?.pointer ?? ''),
    statuses: isJudged ? ['4XX'] : anyStatus,
    answers: { undocumented: true, ...(isJudged && { acceptedCode: 'BODY_ACCEPTED' as const }) },
    runs: served ? { resource: 'own', assumed: 'served' } : { resource: 'shared' },
    edit: (plan) => withParts(operation, plan, parts),
  });
}

/** A request with other parts. A form that is optional is made first. */
function withParts(operation: Operation, plan: RequestPlan, change: Difference['parts']): RequestPlan {
  const proposed = plan.body.kind === 'multipart' ? plan : proposeBody(operation, true);
  const valid: Body = 'body' in proposed ? proposed.body : { kind: 'none' };
  const changed = change(valid.kind === 'multipart' ? valid.parts : []);
  return {
    ...plan,
    body: isBody(changed) ? changed : { ...(valid.kind === 'multipart' && valid), kind: 'multipart', parts: changed },
  };
}

const isBody = (value: readonly Part[] | Body): value is Body => !Array.isArray(value);

/** The name of the binary part that a multipart schema declares. */
export function filePartOf(operation: Operation): string | undefined {
  const media = operation.body?.content.find(({ type }) => type.startsWith('multipart/'));
  const properties =
    media?.schemaPointer === undefined
      ? undefined
      : follow(operation.contract.document, media.schemaPointer)?.value['properties'];
  return isObject(properties)
    ? Object.keys(properties).find((name) => isObject(properties[name]) && isBinary(properties[name]))
    : undefined;
}
