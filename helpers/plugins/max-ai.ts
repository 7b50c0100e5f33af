/** Max AI: keys, ids of two spellings, and the life of a note image. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { png } from '../cases/images.ts';
import { unlike } from '../cases/similar-unknown-id.ts';
import { filePartOf } from '../cases/families/multipart-body.ts';
import { json } from '../checks/read.ts';
import { isObject } from '../contract/pointer.ts';
import type { Exchange, Json, Operation, RequestPlan } from '../contract/types.ts';
import type { Subject, Vendor } from '../profile/vendor.ts';

export const operations = {
  upload: 'max-ai-v3/uploadImage',
  url: 'max-ai-v2/getImageUrl',
  remove: 'max-ai-v2/deleteImage',
} as const;

const prefixes: Readonly<Record<string, string>> = { noteId: 'nte_', imageId: 'img_', providerId: 'prv_' };

/** Versions up to 2 use UUIDs, later ones a prefix and the same digits (inferred from the vendor's examples). */
const isPrefixed = (operation: Operation): boolean => Number(/\d+/.exec(operation.contract.version)?.[0] ?? 2) >= 3;

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/i;

/** An id in the spelling of an operation's version; what is neither UUID nor prefixed passes through. */
export function spell(id: string, parameter: string, operation: Operation): string {
  const parts = uuid.exec(id.replace(/^[a-z]{3}_/, ''));
  if (!parts) return id;
  const groups = parts.slice(1).map((each) => each.toLowerCase());
  return isPrefixed(operation) ? `${prefixes[parameter] ?? ''}${groups.join('')}` : groups.join('-');
}

/** The same id whatever its spelling, for comparing. */
export const digits = (id: string): string =>
  id
    .replace(/^[a-z]{3}_/, '')
    .replaceAll('-', '')
    .toLowerCase();

const fromConfig: Readonly<Record<string, 'MAX_AI_NOTE_ID' | 'MAX_AI_PROVIDER_ID' | 'MAX_AI_ORGANIZATION_ID'>> = {
  noteId: 'MAX_AI_NOTE_ID',
  providerId: 'MAX_AI_PROVIDER_ID',
  'X-Organization-Id': 'MAX_AI_ORGANIZATION_ID',
};

const keyFor: Partial<Record<RequestPlan['credentials'], 'MAX_AI_RESTRICTED_API_KEY' | 'MAX_AI_RATE_LIMIT_API_KEY'>> = {
  restricted: 'MAX_AI_RESTRICTED_API_KEY',
  'rate-limit': 'MAX_AI_RATE_LIMIT_API_KEY',
};

/** An image at the vendor; `note` where it is not the configured note's. */
export const imageSubject = (id: string, note?: string): Subject => ({
  kind: 'image',
  id,
  value: (parameter, operation) =>
    parameter === 'imageId'
      ? spell(id, parameter, operation)
      : parameter === 'noteId' && note !== undefined
        ? spell(note, parameter, operation)
        : undefined,
});

/** `data` of a success envelope. */
export function dataOf(exchange: Exchange): Readonly<Record<string, Json>> | undefined {
  if (exchange.kind !== 'answered' || exchange.answer.status !== 200) return undefined;
  const body = json(exchange.answer);
  const data = body.ok && isObject(body.value) ? body.value['data'] : undefined;
  return isObject(data) ? data : undefined;
}

const stringIn = (data: Readonly<Record<string, Json>> | undefined, name: string): string | undefined =>
  typeof data?.[name] === 'string' && data[name] !== '' ? data[name] : undefined;

export const maxAi: Vendor = {
  id: 'max-ai',
  baseVariable: 'MAX_AI_BASE_URL',
  endpoint: (config) => ({
    baseUrl: config.targets.find(({ vendor }) => vendor === 'max-ai')?.baseUrl ?? '',
    variable: 'MAX_AI_BASE_URL',
    bearer(_operation, plan) {
      const variable = keyFor[plan.credentials] ?? 'MAX_AI_API_KEY';
      const value = config.values[variable];
      return value === undefined ? undefined : { value, variable };
    },
  }),
  missingCredential(kind, config) {
    const variable = keyFor[kind];
    return variable !== undefined && config.values[variable] === undefined ? variable : undefined;
  },
  subjectOf: (operation) => (operation.parameters.some(({ name }) => name === 'imageId') ? 'image' : undefined),
  value(parameter, operation, config) {
    const variable = fromConfig[parameter];
    const value = variable && config.values[variable];
    return value === undefined || parameter === 'X-Organization-Id' ? value : spell(value, parameter, operation);
  },
  body(operation, _subject, config) {
    const documented = filePartOf(operation);
    if (documented === undefined) return undefined;
    const name = config.values.MAX_AI_UPLOAD_FIELD ?? documented;
    return {
      kind: 'multipart',
      // No two alike: a vendor may take the same file for the same image.
      parts: [{ name, fileName: 'conformance.png', contentType: 'image/png', bytes: png(undefined, 8) }],
    };
  },
  unknown: (parameter, operation, like) =>
    like
      ? unlike(like, operation.method === 'GET')
      : parameter === 'X-Organization-Id'
        ? 'org_conformance_unknown'
        : spell(randomUUID(), parameter, operation),
  successes: new Set(Object.values(operations)),
  costs: { image: { create: { [operations.upload]: 1 }, remove: { [operations.remove]: 1 } } },
  async create(_kind, sender) {
    const exchange = await sender.call(operations.upload, (valid) => valid, { purpose: 'set-up' });
    const id = stringIn(dataOf(exchange), 'id');
    return id === undefined ? undefined : imageSubject(id);
  },
  remove: (subject, sender) => sender.call(operations.remove, (valid) => valid, { subject, purpose: 'clean-up' }),
  stillThere: (subject, sender) => sender.call(operations.url, (valid) => valid, { subject, purpose: 'set-up' }),
  creates: (operation) => operation.method === 'POST' && filePartOf(operation) !== undefined,
  created(exchange) {
    if (!this.creates(exchange.operation)) return undefined;
    const id = stringIn(dataOf(exchange), 'id');
    return { kind: 'image', ids: id === undefined ? [] : [id] };
  },
  destroys(operation, plan) {
    return operation.method === 'DELETE' && plan.method === 'DELETE' ? this.touches(operation, plan) : [];
  },
  touches: (_operation, { path }) => [decoded(path['imageId'] ?? path['noteId'] ?? '')],
  addsTo: ({ path }) => decoded(path['noteId'] ?? ''),
  restore: (_kind, id, place) => imageSubject(id, place),
  fixtures: ({ values }) =>
    fixtureVariables.flatMap((variable) => {
      const id = values[variable];
      return id === undefined ? [] : [{ variable, id }];
    }),
  homes: ({ values }) => (values.MAX_AI_NOTE_ID === undefined ? [] : [values.MAX_AI_NOTE_ID]),
  isMadeUp: () => false,
};

const fixtureVariables = [
  'MAX_AI_SIGNED_NOTE_ID',
  'MAX_AI_SIGNED_NOTE_IMAGE_ID',
  'MAX_AI_FOREIGN_NOTE_ID',
  'MAX_AI_FOREIGN_NOTE_IMAGE_ID',
  'MAX_AI_EHR_FAILURE_NOTE_ID',
  'MAX_AI_EHR_FAILURE_IMAGE_ID',
] as const;

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export type MaxAiConfig = Config;
