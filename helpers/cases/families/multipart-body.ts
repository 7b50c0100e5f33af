import { at, follow, isObject } from '../../contract/pointer.ts';
import type { Body, Level, Operation, Part, RequestPlan } from '../../contract/types.ts';
import { anyStatus, caseOf } from '../case.ts';
import { images } from '../images.ts';
import type { Case, Family } from '../types.ts';

/** How a form differs from the valid one whose file part is given. */
interface Difference {
  /** `part`: of the file itself. */
  readonly on?: 'part';
  readonly rule: string;
  readonly level: Level;
  readonly sentence: string;
  readonly served?: true;
  readonly parts: (file: Part) => readonly Part[] | Body;
}

const differences: readonly Difference[] = [
  { rule: 'required', level: 'MUST', sentence: 'refuse a request without a body', parts: () => ({ kind: 'none' }) },
  {
    rule: 'media-type',
    level: 'MUST',
    sentence: 'refuse a body that is not a form',
    parts: () => ({ kind: 'json', value: { file: 'conformance' } }),
  },
  {
    rule: 'malformed',
    level: 'MUST',
    sentence: 'refuse a form that breaks off',
    parts: () => ({
      kind: 'raw',
      bytes: Buffer.from('--conformance\r\nContent-Disposition: form-data; name="fi'),
      contentType: 'multipart/form-data; boundary=conformance',
    }),
  },
  {
    rule: 'boundary',
    level: 'MUST',
    sentence: 'refuse a form whose type names no boundary',
    parts: () => ({
      kind: 'raw',
      bytes: Buffer.from(
        '--conformance\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--conformance--\r\n',
      ),
      contentType: 'multipart/form-data',
    }),
  },
  {
    on: 'part',
    rule: 'required',
    level: 'MUST',
    sentence: 'refuse a form without the file',
    parts: () => [{ name: 'note', bytes: Buffer.from('conformance') }],
  },
  {
    on: 'part',
    rule: 'name',
    level: 'INFO',
    sentence: 'how a file under another name is answered',
    parts: (file) => [{ ...file, name: 'conformanceOther' }],
  },
  {
    on: 'part',
    rule: 'empty',
    level: 'INFO',
    sentence: 'how an empty file is answered',
    parts: (file) => [{ ...file, bytes: new Uint8Array() }],
  },
  {
    on: 'part',
    rule: 'repeated',
    level: 'INFO',
    sentence: 'how two files in one form are answered',
    served: true,
    parts: (file) => [file, { ...file, fileName: 'second.png', bytes: images.otherPng }],
  },
  {
    on: 'part',
    rule: 'other-type',
    level: 'INFO',
    sentence: 'how a file of another type is answered',
    parts: (file) => [{ ...file, fileName: 'film.gif', contentType: 'image/gif', bytes: images.gif }],
  },
  {
    on: 'part',
    rule: 'mismatch',
    level: 'INFO',
    sentence: 'how text under the name of an image is answered',
    parts: (file) => [{ ...file, bytes: Buffer.from('this is not an image') }],
  },
];

export const multipartBody: Family = {
  id: 'multipart-body',
  title: 'Forms without their file, with another, or with more than one',
  cases(operation) {
    const media = operation.body?.content.find(({ type }) => type.startsWith('multipart/'));
    if (!operation.body || !media) return [];
    return differences.map((difference) =>
      caseFor(operation, operation.body?.pointer ?? '', media.schemaPointer, difference),
    );
  },
};

function caseFor(
  operation: Operation,
  pointer: string,
  schema: string | undefined,
  { on, rule, level, sentence, parts, served }: Difference,
): Case {
  return caseOf(operation, {
    group: 'body',
    ...(on && { on }),
    rule,
    level,
    sentence,
    pointer,
    says: at(operation.contract.document, schema ?? pointer),
    statuses: level === 'MUST' ? ['4XX'] : anyStatus,
    undocumented: true,
    subject: 'none',
    ...(served && { assumed: 'served' as const }),
    ...(level === 'MUST' && { acceptedCode: 'BODY_ACCEPTED' as const }),
    edit: (plan) => withParts(plan, parts),
  });
}

function withParts(plan: RequestPlan, change: Difference['parts']): RequestPlan {
  const file =
    plan.body.kind === 'multipart' ? plan.body.parts.find(({ fileName }) => fileName !== undefined) : undefined;
  const changed = change(file ?? { name: 'file', bytes: new Uint8Array(), fileName: 'conformance.bin' });
  return { ...plan, body: isBody(changed) ? changed : { kind: 'multipart', parts: changed } };
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
    ? Object.keys(properties).find((name) => isObject(properties[name]) && properties[name]['format'] === 'binary')
    : undefined;
}
