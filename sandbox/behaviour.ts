import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { Context } from './context.ts';
import { actions as invoxActions } from './invox/actions.ts';
import type * as Invox from './invox/call.ts';
import { order as invoxOrder, steps as invoxSteps } from './invox/steps.ts';
import { findToken } from './invox/token-service.ts';
import { actions as maxAiActions } from './max-ai/actions.ts';
import type * as MaxAi from './max-ai/call.ts';
import { createLimiter, type Allowance, type Limiter } from './max-ai/limiter.ts';
import { order as maxAiOrder, steps as maxAiSteps } from './max-ai/steps.ts';
import { getObject, putObject } from './object-store/objects.ts';
import { notExpired, signature, signed, type Rule } from './object-store/permission.ts';
import { issueUrl, type StoreMethod } from './object-store/presigned-url.ts';
import type { InvoxOperation, MaxAiOperation } from './operations.ts';
import type { Image, Note, StoredObject, World } from './world.ts';

/** Everything that the sandbox decides. The conforming one is below; faults and variants replace parts of it. */
export interface Behaviour {
  readonly maxAi: {
    readonly order: readonly MaxAi.StepName[];
    readonly steps: Readonly<Record<MaxAi.StepName, MaxAi.Step>>;
    readonly actions: Readonly<Record<MaxAiOperation, MaxAi.Action>>;
    /** The key in an Authorization header. */
    readonly bearer: (authorization: string | undefined, operation: MaxAiOperation) => string | undefined;
    readonly matchesKey: (presented: string, secret: string, operation: MaxAiOperation) => boolean;
    /** Whether a note is there at all for the organization of this call. */
    readonly sees: (call: MaxAi.Call, note: Note, world: World) => boolean;
    readonly traceId: () => unknown;
    readonly sizeKb: (bytes: number, operation: MaxAiOperation) => unknown;
    readonly status: (image: Image, operation: MaxAiOperation) => unknown;
  };
  readonly invox: {
    readonly order: readonly Invox.StepName[];
    readonly steps: Readonly<Record<Invox.StepName, Invox.Step>>;
    readonly actions: Readonly<Record<InvoxOperation, Invox.Action>>;
    readonly bearer: (authorization: string | undefined, operation: InvoxOperation) => string | undefined;
    /** The id of the application whose token it is. */
    readonly findToken: (presented: string, world: World, operation: InvoxOperation) => string | undefined;
  };
  readonly store: {
    readonly issue: (world: World, method: StoreMethod, objectKey: string) => string;
    readonly rules: Readonly<Record<'signed' | 'notExpired' | 'signature', Rule>>;
    readonly get: (key: string, world: World) => Answer;
    readonly put: (key: string, object: StoredObject, world: World) => Answer;
  };
  readonly limiter: {
    readonly limit: number;
    readonly windowMs: number;
    readonly create: (limit: number, windowMs: number) => Limiter;
    readonly headers: (allowance: Allowance) => Record<string, string>;
    /** What a 429 carries beside them. */
    readonly retryAfter: (allowance: Allowance) => Record<string, string>;
  };
  /** Answers in place of the operation, which then does nothing. */
  readonly intercept?: (context: Context) => Answer | undefined;
  /** Has the last word on every answer: status, headers, bytes and how they reach the wire. */
  readonly answer?: (context: Context, answer: Answer) => Answer | Promise<Answer>;
}

/** Parts of a behaviour; what is left out stays as it is. */
export type Change = { readonly [Section in keyof Behaviour]?: SectionChange<Behaviour[Section]> };

type SectionChange<Section> = Section extends (...args: never[]) => unknown
  ? Section
  : { readonly [Part in keyof Section]?: PartChange<Section[Part]> };

type PartChange<Part> = Part extends ((...args: never[]) => unknown) | readonly unknown[]
  ? Part
  : Part extends object
    ? Partial<Part>
    : Part;

/** The behaviour that the vendors document. */
export const conforming: Behaviour = {
  maxAi: {
    order: maxAiOrder,
    steps: maxAiSteps,
    actions: maxAiActions,
    bearer,
    matchesKey: (presented, secret) => presented === secret,
    sees: ({ organization }, note) => note.organization === organization,
    traceId: () => randomUUID(),
    sizeKb: (bytes) => Math.ceil(bytes / 1024),
    status: ({ archived }) => (archived ? 'archived' : 'synced'),
  },
  invox: { order: invoxOrder, steps: invoxSteps, actions: invoxActions, bearer, findToken },
  store: { issue: issueUrl, rules: { signed, notExpired, signature }, get: getObject, put: putObject },
  limiter: {
    limit: 1000,
    windowMs: 60_000,
    create: createLimiter,
    headers: ({ limit, remaining, resetAt }) => ({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(Math.ceil(resetAt / 1000)),
    }),
    retryAfter: ({ resetAt, now }) => ({ 'Retry-After': String(Math.max(1, Math.ceil((resetAt - now) / 1000))) }),
  },
};

/** A behaviour, the conforming one unless given, with some of its parts replaced. */
export function changed(change: Change = {}, behaviour: Behaviour = conforming): Behaviour {
  return merge(behaviour, change) as Behaviour;
}

function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

function merge(base: unknown, change: unknown): unknown {
  if (!isRecord(base) || !isRecord(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(change)) merged[name] = merge(base[name], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
