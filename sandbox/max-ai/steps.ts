import { IMAGE_URL, UPLOAD, type MaxAiOperation } from '../operations.ts';
import type { Image } from '../world.ts';
import type { Call, Step, StepName } from './call.ts';
import { failure } from './envelope.ts';
import { readId, type Resource } from './ids.ts';
import { sniff } from './image-type.ts';

/** The documents name no scope for images; these two are the sandbox's own. */
export const SCOPES: Readonly<Record<MaxAiOperation, string>> = {
  'max-ai-v3/uploadImage': 'write:note_images',
  'max-ai-v2/getImageUrl': 'read:note_images',
  'max-ai-v2/deleteImage': 'write:note_images',
};

const authentication: Step = (call, world) => {
  const { key, restrictedKey, rateLimitKey } = world.identity;
  const { bearer, matchesKey } = world.behaviour.maxAi;
  const presented = bearer(call.authorization, call.operation);
  const found =
    presented === undefined
      ? undefined
      : [key, restrictedKey, rateLimitKey].find(({ secret }) => matchesKey(presented, secret, call.operation));
  if (found) call.key = found;
  return found ? undefined : failure(world, 401, 'Invalid or missing API key', { 'WWW-Authenticate': 'Bearer' });
};

const rateLimit: Step = (call, world) => {
  if (!call.key) return undefined;
  const allowance = (call.allowance = world.limiter.take(call.key.app));
  if (allowance.allowed) return undefined;
  const message = `Rate limit exceeded. Maximum ${allowance.limit} requests per 60 seconds.`;
  return failure(world, 429, message, world.behaviour.limiter.retryAfter(allowance));
};

const scope: Step = (call, world) => {
  const needed = SCOPES[call.operation];
  if (!call.key || call.key.scopes.includes(needed)) return undefined;
  return failure(world, 403, `Insufficient scope. Required: ${needed}`);
};

const organization: Step = (call, world) => {
  if (!call.organization) return failure(world, 400, "'X-Organization-Id' is required");
  if (call.organization === world.identity.organization) return undefined;
  return failure(world, 404, 'Organization not found');
};

const provider: Step = ({ operation, providerId, version }, world) => {
  if (operation === IMAGE_URL) return undefined;
  if (providerId === undefined || providerId === '') return failure(world, 400, "'providerId' is required");
  if (providerId !== null && readId(version, 'prv', providerId)) return undefined;
  return failure(world, 400, `'providerId' must be a valid ${idKind(version)}`);
};

const ids: Step = ({ version, noteId, imageId }, world) => {
  const sent: [string, Resource, string][] = [['noteId', 'nte', noteId]];
  if (imageId !== undefined) sent.push(['imageId', 'img', imageId]);
  const wrong = sent.find(([, resource, id]) => !readId(version, resource, id));
  return wrong && failure(world, 400, `'${wrong[0]}' must be a valid ${idKind(version)}`);
};

const file: Step = (call, world) => {
  const { operation, upload } = call;
  if (operation !== UPLOAD) return undefined;
  if (upload.kind === 'none') return failure(world, 400, "'file' is required");
  if (upload.kind === 'too large') return failure(world, 413, "'file' is too large");
  if (upload.kind === 'unreadable') return failure(world, 400, `The multipart body cannot be read: ${upload.because}`);
  if (upload.bytes.length === 0) return failure(world, 400, "'file' must not be empty");
  const imageType = sniff(upload.bytes);
  if (!imageType) return failure(world, 400, "'file' must be a JPEG or PNG image");
  call.imageType = imageType;
  return undefined;
};

const knownProvider: Step = ({ operation, providerId, version }, world) => {
  if (operation === IMAGE_URL || !providerId) return undefined;
  if (readId(version, 'prv', providerId) === world.identity.provider) return undefined;
  return failure(world, 404, 'Provider not found');
};

const note: Step = (call, world) => {
  const found = world.notes.get(readId(call.version, 'nte', call.noteId) ?? '');
  if (!found || !world.behaviour.maxAi.sees(call, found, world)) return failure(world, 404, 'Note not found');
  call.note = found;
  return undefined;
};

const image: Step = (call, world) => {
  if (call.imageId === undefined) return undefined;
  const found = world.images.get(readId(call.version, 'img', call.imageId) ?? '');
  if (!found || !isOn(found, call) || found.archived) return failure(world, 404, 'Image not found');
  call.image = found;
  return undefined;
};

const signed: Step = ({ operation, note }, world) =>
  note?.signed && operation !== IMAGE_URL ? failure(world, 409, 'Cannot edit a signed note') : undefined;

const ehr: Step = ({ operation, note }, world) =>
  note?.ehrFails && operation !== IMAGE_URL ? failure(world, 502, 'EHR sync failed') : undefined;

/** The checks before an operation does its work. */
export const steps: Readonly<Record<StepName, Step>> = {
  authentication,
  rateLimit,
  scope,
  organization,
  provider,
  ids,
  file,
  knownProvider,
  note,
  image,
  signed,
  ehr,
};

/** The order of the checks; the documents state none. */
export const order: readonly StepName[] = [
  'authentication',
  'rateLimit',
  'scope',
  'organization',
  'provider',
  'ids',
  'file',
  'knownProvider',
  'note',
  'image',
  'signed',
  'ehr',
];

const idKind = (version: 2 | 3) => (version === 2 ? 'UUID' : 'ID');

const isOn = (image: Image, { note }: Call) => note !== undefined && image.noteId === note.id;
