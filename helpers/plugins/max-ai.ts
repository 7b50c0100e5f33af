/** Max AI: ids that its versions spell differently, and the file formats of note images. */
import { jpeg } from '../cases/images.ts';
import { json } from '../checks/read.ts';
import { isObject } from '../contract/pointer.ts';
import type { Exchange, Json, Operation } from '../contract/types.ts';
import type { Plugin } from '../profile/plugin.ts';

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

/** `data` of a success envelope. */
export function dataOf(exchange: Exchange): Readonly<Record<string, Json>> | undefined {
  if (exchange.kind !== 'answered' || exchange.answer.status !== 200) return undefined;
  const body = json(exchange.answer);
  const data = body.ok && isObject(body.value) ? body.value['data'] : undefined;
  return isObject(data) ? data : undefined;
}

/** Max AI's part of the suite that its profile cannot express. */
export const maxAi: Plugin = {
  vendor: 'max-ai',
  spell: (id, parameter, operation) => (parameter in prefixes ? spell(id, parameter, operation) : id),
  canonicalId: (id) =>
    id
      .replace(/^[a-z]{3}_(?=[0-9a-f]{32}$)/i, '')
      .replaceAll('-', '')
      .toLowerCase(),
  // A vendor that rejects PNG is a finding of its own, not a mistake of the configuration.
  alternativeBody: (field) => ({
    because: 'sent a JPEG after the PNG was rejected',
    body: {
      kind: 'multipart',
      parts: [{ name: field, fileName: 'conformance.jpeg', contentType: 'image/jpeg', bytes: jpeg }],
    },
  }),
};
