import { bytesOf, type Answer } from './answer.ts';
import { conforming, type Change } from './behaviour.ts';
import { count, type Context } from './context.ts';
import type * as Invox from './invox/call.ts';
import type * as MaxAi from './max-ai/call.ts';
import type { InvoxOperation, MaxAiOperation, Place } from './operations.ts';
import type { World } from './world.ts';

// The vocabulary of faults and variants.

export type Alter = (answer: Answer, context: Context) => Answer | Promise<Answer>;

// oxlint-disable-next-line no-explicit-any -- bodies are whatever the operation makes of them
export type Body = any;

/** Changes every answer of these places that has one of these statuses. */
export function answers(
  places: Place | readonly Place[],
  statuses: number | readonly number[] | 'any',
  alter: Alter,
): Change {
  const where = [places].flat();
  const which = statuses === 'any' ? undefined : [statuses].flat();
  return {
    answer: (context, answer) =>
      where.includes(context.place) && (which?.includes(answer.status) ?? true) ? alter(answer, context) : answer,
  };
}

/** Changes the answers of one place that a predicate picks. */
export function answersWhere(pick: (context: Context, answer: Answer) => boolean, alter: Alter): Change {
  return { answer: (context, answer) => (pick(context, answer) ? alter(answer, context) : answer) };
}

/** Changes each nth of the answers that reach it, and leaves the others. */
export function every(n: number, alter: Alter): Alter {
  return (answer, context) => {
    const nth = count(context.world, `every ${n}: ${context.place} ${answer.status}`);
    return nth % n === 0 ? alter(answer, context) : answer;
  };
}

/** Changes the JSON value of an answer. The function gets a copy that it may also change in place. */
export function body(change: (body: Body, context: Context) => unknown): Alter {
  return (answer, context) => ({ ...answer, body: change(structuredClone(answer.body), context) });
}

/** Merges properties into the JSON object of an answer. */
export const withProperties = (properties: Record<string, unknown>): Alter =>
  body((sent) => ({ ...sent, ...properties }));

/** Changes the bytes of an answer. */
export function bytes(change: (bytes: Buffer) => Buffer): Alter {
  return (answer) => ({ ...answer, body: change(bytesOf(answer)) });
}

/** Sets headers; undefined removes one. Names are case-insensitive. */
export function headers(change: Readonly<Record<string, string | undefined>>): Alter {
  return (answer) => ({ ...answer, headers: mergeHeaders(answer.headers, change) });
}

/** Sends this in place of what the operation answered, under the given status and media type. */
export function replaced(status: number, type: string | undefined, content: unknown): Alter {
  return (answer) => ({
    ...answer,
    status,
    headers: mergeHeaders(answer.headers, { 'Content-Type': type }),
    body: content,
  });
}

/** Replaces one step of Max AI for one operation. The function may call the usual step. */
export function maxAiStep(
  name: MaxAi.StepName,
  operation: MaxAiOperation,
  step: (call: MaxAi.Call, world: World, usual: MaxAi.Step) => Answer | undefined,
): Change {
  const usual = conforming.maxAi.steps[name];
  const replacement: MaxAi.Step = (call, world) =>
    call.operation === operation ? step(call, world, usual) : usual(call, world);
  return { maxAi: { steps: { [name]: replacement } } };
}

/** Replaces one step of Invox Medical for one operation. */
export function invoxStep(
  name: Invox.StepName,
  operation: InvoxOperation,
  step: (call: Invox.Call, world: World, usual: Invox.Step) => Answer | undefined,
): Change {
  const usual = conforming.invox.steps[name];
  const replacement: Invox.Step = (call, world) =>
    call.operation === operation ? step(call, world, usual) : usual(call, world);
  return { invox: { steps: { [name]: replacement } } };
}

/** Replaces what an operation of Max AI does. The function may do the usual thing. */
export function maxAiAction(
  operation: MaxAiOperation,
  action: (call: MaxAi.Call, world: World, usual: MaxAi.Action) => Answer,
): Change {
  const usual = conforming.maxAi.actions[operation];
  return { maxAi: { actions: { [operation]: (call: MaxAi.Call, world: World) => action(call, world, usual) } } };
}

/** Replaces what an operation of Invox Medical does. */
export function invoxAction(
  operation: InvoxOperation,
  action: (call: Invox.Call, world: World, usual: Invox.Action) => Answer,
): Change {
  const usual = conforming.invox.actions[operation];
  return { invox: { actions: { [operation]: (call: Invox.Call, world: World) => action(call, world, usual) } } };
}

function mergeHeaders(
  sent: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const touched = Object.keys(change).map((name) => name.toLowerCase());
  const kept = Object.entries(sent).filter(([name]) => !touched.includes(name.toLowerCase()));
  const added = Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries([...kept, ...added]);
}
