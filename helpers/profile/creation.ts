/** What it takes to create a resource: the body, the mark that tells it from what was there before, and the ids that come back. */
import { randomUUID } from 'node:crypto';
import { png } from '../cases/images.ts';
import { json } from '../checks/read.ts';
import { at, isObject, ownOf, segmentsOf } from '../contract/pointer.ts';
import { isSuccess, type Body, type Exchange, type Json, type Operation, type RequestPlan } from '../contract/types.ts';
import { decoded } from '../contract/text.ts';
import { markableTexts } from './inferred-fields.ts';
import { valuesAt, type ResourceKind } from './resources.ts';
import type { Profile } from './schema.ts';
import { expand, resolve, type Lookup } from './sources.ts';
import type { Vendor } from './vendor.ts';

/** The ids that the answer of a creation gives. */
export function idsIn(exchange: Exchange, { spec }: ResourceKind): string[] {
  if (exchange.kind !== 'answered') return [];
  const { status, headers } = exchange.answer;
  const succeeded = spec.create.success?.includes(status) ?? isSuccess(exchange);
  if (!succeeded) return [];
  if (spec.id.from === 'Location') {
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    const last = location?.split(/[?#]/)[0]?.split('/').findLast(Boolean);
    return last === undefined ? [] : [decoded(last)];
  }
  const body = json(exchange.answer);
  if (spec.create.marker !== undefined && !repeatsMarker(exchange, spec.create.marker, body.ok ? body.value : null))
    return [];
  const values = body.ok ? valuesAt(body.value, spec.id.all ?? spec.id.from) : [];
  return values.flatMap((value) =>
    (typeof value === 'string' && value !== '') || typeof value === 'number' ? [String(value)] : [],
  );
}

/** The text that marks what a run creates, and what it looks like filled in. */
export const markText = 'conformance-{uuid}';
const mark = /^conformance-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The plan with a mark in its JSON body, in an object that is made where it is absent; as it is where its body is no JSON object. */
export function withMarker(plan: RequestPlan, pointer: string, mark: string): RequestPlan {
  const names = segmentsOf(pointer);
  if (plan.body.kind !== 'json' || !isObject(plan.body.value) || names.length === 0) return plan;
  return { ...plan, body: { ...plan.body, value: withText(plan.body.value, names, mark) } };
}

/** The plan of a creation with one mark at a pointer, and in every other text that was made up, as each of them may have to be unique. */
export function withMarks(create: Operation, plan: RequestPlan, marker: string): RequestPlan {
  const text = expand(markText);
  const marked = withMarker(plan, marker, text);
  const { body } = plan;
  if (plan.origins?.['body'] !== 'generated' || body.kind !== 'json') return marked;
  const others = markableTexts(create).filter((each) => typeof at(body.value, each) === 'string');
  return others.reduce((each, other) => withMarker(each, other, text), marked);
}

/**
 * The plan of a creation whose fault took the mark away, marked in the first of other texts of its body: what it creates all the
 * same can be told from what was there before. As it is where the mark is in place, or anything else differs from the valid plan.
 */
export function withSecondMark(
  operation: Operation,
  plan: RequestPlan,
  { valid, kind }: { readonly valid: RequestPlan; readonly kind: ResourceKind | undefined },
): RequestPlan {
  if (kind === undefined || plan.faulty !== true) return plan;
  const {
    id,
    create: { marker, success = [201] },
  } = kind.spec;
  if (marker === undefined || plan.body.kind !== 'json' || valid.body.kind !== 'json') return plan;
  const [sent, usual] = [plan.body.value, valid.body.value];
  const rest = (value: Json) => JSON.stringify(withoutAt(value, segmentsOf(marker)));
  if (at(sent, marker) === at(usual, marker) || rest(sent) !== rest(usual)) return plan;
  const shown = id.from === 'Location' ? undefined : String(success[0]);
  const other = markableTexts(operation, shown).find((each) => each !== marker);
  return other === undefined ? plan : withMarker(plan, other, expand(markText));
}

/** A value without the property at a path of names. */
function withoutAt(value: Json | undefined, [name, ...deeper]: readonly string[]): Json | undefined {
  if (name === undefined || !isObject(value)) return value;
  const { [name]: inner, ...rest } = value;
  const left = deeper.length === 0 ? undefined : withoutAt(inner, deeper);
  return left === undefined ? rest : { ...rest, [name]: left };
}

function withText(value: Json | undefined, [name, ...deeper]: readonly string[], text: string): Json {
  if (name === undefined) return text;
  const object = isObject(value) ? value : {};
  return { ...object, [name]: withText(ownOf(object, name), deeper, text) };
}

/** Whether an answer repeats a mark that its request carried: anything else was there before. */
function repeatsMarker({ plan }: Exchange, pointer: string, value: Json): boolean {
  if (plan.body.kind !== 'json') return false;
  const usual = at(plan.body.value, pointer);
  const marks = [
    ...(typeof usual === 'string' ? [usual] : []),
    ...textsIn(plan.body.value).filter((each) => mark.test(each)),
  ];
  const texts = textsIn(value);
  return marks.some((each) => each !== '' && texts.includes(each));
}

/** All texts in a value. */
export const textsIn = (value: Json): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap((each: Json) => textsIn(each))
      : [];

/** The body of a creation as its profile describes it; undefined where the document's schema has to do. */
export function creationBody({ spec: { create } }: ResourceKind, profile: Profile, values: Lookup): Body | undefined {
  if (create.file !== undefined) {
    const name = resolve(create.part, profile, values)?.value ?? 'file';
    return {
      kind: 'multipart',
      // No two alike: a vendor may take the same file for the same resource.
      parts: [
        create.file === 'png'
          ? { name, fileName: 'conformance.png', contentType: 'image/png', bytes: png(undefined, 8) }
          : {
              name,
              fileName: 'conformance.txt',
              contentType: 'text/plain',
              bytes: Buffer.from(`Conformance ${randomUUID()}\n`),
            },
      ],
    };
  }
  return create.body === undefined ? undefined : { kind: 'json', value: filledIn(create.body as Json, values.version) };
}

/** A copy of a value with the placeholders of its texts filled in. */
function filledIn(value: Json, version: string | undefined): Json {
  if (typeof value === 'string') return expand(value, version);
  if (Array.isArray(value)) return value.map((each) => filledIn(each as Json, version));
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each as Json, version)]))
    : value;
}

/** The calls that it takes to create and to remove a resource, by operation; its ancestors are made and removed with it. */
export function costsOf(
  { kind, spec, create, remove }: ResourceKind,
  { vendor }: Profile,
  ancestors: readonly ResourceKind[],
): Vendor['costs'][string] {
  const own = [create, ...ancestors.map((each) => each.create)];
  const gone = [remove, ...ancestors.map((each) => each.remove)].filter((id) => id !== undefined);
  return {
    create: {
      ...Object.fromEntries(own.map((id) => [id, 1])),
      ...(spec.create.then && { [uploadCall(vendor, kind)]: 1 }),
    },
    remove: Object.fromEntries(gone.map((id) => [id, 1])),
  };
}

/** How the upload that completes a creation is counted: it belongs to no contract. */
export const uploadCall = (vendor: string, kind: string): string => `${vendor}/upload-${kind}`;
