import type { World } from '../world.ts';
import { presign } from './sigv4.ts';

export const BUCKET = 'sandbox-files';
export const REGION = 'eu-west-1';

export type StoreMethod = 'GET' | 'PUT';

/** A URL under which the object store lets its bearer get or put one object. */
export function presignedUrl(world: World, method: StoreMethod, objectKey: string): string {
  return world.behaviour.store.issue(world, method, objectKey);
}

/** The conforming way to issue one: signed now, for `expiresSeconds`. */
export function issueUrl(world: World, method: StoreMethod, objectKey: string, change: IssueChange = {}): string {
  const { storeKey } = world.identity;
  const url = new URL(`/s3/${BUCKET}/${objectKey}`, change.origin ?? world.origin);
  const expires = change.expires ?? 3600;
  return presign(change.method ?? method, url, storeKey, expires, change.at ?? new Date(), REGION).href;
}

export interface IssueChange {
  readonly origin?: string;
  readonly expires?: number;
  readonly at?: Date;
  readonly method?: string;
}
