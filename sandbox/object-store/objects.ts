import { createHash } from 'node:crypto';
import type { Answer } from '../answer.ts';
import type { StoredObject, World } from '../world.ts';
import { rejection } from './rejection.ts';

/** Hands out an object as S3 does. */
export function getObject(key: string, world: World): Answer {
  const object = world.objects.get(key);
  if (!object) return rejection(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
  const { bytes, contentType } = object;
  const headers = { 'Content-Type': contentType, ETag: etag(bytes), 'Accept-Ranges': 'bytes' };
  return { status: 200, headers, body: bytes };
}

/** Keeps an object, in place of any that had its key. */
export function putObject(key: string, object: StoredObject, world: World): Answer {
  world.objects.set(key, object);
  return { status: 200, headers: { ETag: etag(object.bytes) }, body: undefined };
}

const etag = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
