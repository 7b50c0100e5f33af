import type { Answer } from '../answer.ts';
import type { InvoxApp } from '../identity.ts';
import type { InvoxOperation } from '../operations.ts';
import type { Document, World } from '../world.ts';

/** One request to Invox Medical: its data, and what the steps found out about it. */
export interface Call {
  readonly operation: InvoxOperation;
  readonly authorization: string | undefined;
  /** The X-Invox-Medical-Api-Version header. */
  readonly apiVersion: string | undefined;
  readonly contentType: string | undefined;
  readonly rawBody: string;
  app?: InvoxApp;
  body?: Readonly<Record<string, unknown>>;
  document?: Document;
}

/** Looks at one thing about a call; an answer is a rejection, nothing means go on. */
export type Step = (call: Call, world: World) => Answer | undefined;

/** Does what the operation is for, once every step had nothing against it. */
export type Action = (call: Call, world: World) => Answer;

export type StepName = 'token' | 'permission' | 'version' | 'json' | 'body' | 'document';
