import type { Answer } from '../answer.ts';
import type { ApiKey } from '../identity.ts';
import type { MaxAiOperation } from '../operations.ts';
import type { Image, Note, World } from '../world.ts';
import type { ImageType } from './image-type.ts';
import type { Allowance } from './limiter.ts';

export type Upload =
  | { readonly kind: 'file'; readonly fileName: string; readonly bytes: Buffer }
  | { readonly kind: 'none' }
  | { readonly kind: 'too large' }
  | { readonly kind: 'unreadable'; readonly because: string };

/** One request to Max AI: its data, and what the steps found out about it. */
export interface Call {
  readonly operation: MaxAiOperation;
  readonly version: 2 | 3;
  readonly authorization: string | undefined;
  readonly organization: string | undefined;
  readonly noteId: string;
  readonly imageId: string | undefined;
  /** undefined: not sent; null: sent more than once. */
  readonly providerId: string | null | undefined;
  readonly upload: Upload;
  key?: ApiKey;
  allowance?: Allowance;
  note?: Note;
  image?: Image;
  imageType?: ImageType;
}

/** Looks at one thing about a call; an answer is a rejection, nothing means go on. */
export type Step = (call: Call, world: World) => Answer | undefined;

/** Does what the operation is for, once every step had nothing against it. */
export type Action = (call: Call, world: World) => Answer;

export type StepName =
  | 'authentication'
  | 'rateLimit'
  | 'scope'
  | 'organization'
  | 'provider'
  | 'ids'
  | 'file'
  | 'knownProvider'
  | 'note'
  | 'image'
  | 'signed'
  | 'ehr';
