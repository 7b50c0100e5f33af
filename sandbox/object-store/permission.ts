import type { Answer } from '../answer.ts';
import type { World } from '../world.ts';
import { rejection } from './rejection.ts';
import { readAmzDate, signatureMatches, type SignedRequest } from './sigv4.ts';

const PARAMETERS = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature'];
const WEEK = 604_800;

export type Rule = (request: SignedRequest, world: World) => Answer | undefined;

/** Refuses a request that carries no signature, half of one, or two credentials. */
export const signed: Rule = ({ url, headers }) => {
  const query = url.searchParams;
  if (!query.has('X-Amz-Algorithm') && !query.has('X-Amz-Signature')) return denied('Access Denied');
  if (headers['authorization'] !== undefined) {
    return rejection(400, 'InvalidArgument', 'Only one auth mechanism allowed');
  }
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    return malformed('X-Amz-Algorithm only supports AWS4-HMAC-SHA256');
  const missing = PARAMETERS.find((name) => query.getAll(name).length !== 1);
  if (missing) return malformed(`Query-string authentication requires the ${missing} parameter once`);
  if (!(query.get('X-Amz-SignedHeaders') ?? '').split(';').includes('host'))
    return denied('The host header is not signed');
  return undefined;
};

/** Refuses a signature that is too old, or that claims to last longer than S3 allows. */
export const notExpired: Rule = ({ url }) => {
  const text = url.searchParams.get('X-Amz-Expires') ?? '';
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds >= 1 && seconds <= WEEK)) return malformed(`X-Amz-Expires must be between 1 and ${WEEK} seconds`);
  const date = readAmzDate(url.searchParams.get('X-Amz-Date') ?? '');
  if (!date) return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const expires = new Date(date.getTime() + seconds * 1000);
  if (Date.now() < expires.getTime()) return undefined;
  const details = { 'X-Amz-Expires': text, Expires: expires.toISOString(), ServerTime: new Date().toISOString() };
  return rejection(403, 'AccessDenied', 'Request has expired', details);
};

/** Refuses a signature that this store's key does not give for this very request, its method included. */
export const signature: Rule = (request, { identity: { storeKey } }) => {
  const [id = '', day, , service, end] = (request.url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const date = request.url.searchParams.get('X-Amz-Date') ?? '';
  if (id !== storeKey.id) {
    return rejection(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  }
  if (service !== 's3' || end !== 'aws4_request' || day !== date.slice(0, 8)) {
    return malformed('Error parsing the X-Amz-Credential parameter');
  }
  if (signatureMatches(request, storeKey)) return undefined;
  const message = 'The request signature we calculated does not match the signature you provided.';
  return rejection(403, 'SignatureDoesNotMatch', `${message} Check your key and signing method.`);
};

const denied = (message: string) => rejection(403, 'AccessDenied', message);

const malformed = (message: string) => rejection(400, 'AuthorizationQueryParametersError', message);
