/** What an answer repeats of a request that a case made invalid: that it was accepted is judged once, by the case. */
import { at, segmentsOf, join } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Json, RequestPlan } from '../contract/types.ts';

/**
 * Whether the value at a pointer of an answer stands under the same name in the request that was answered, and a case put a fault
 * into that request. False of a request without a fault.
 */
export function repeatsFault(plan: RequestPlan | undefined, value: Json, pointer: string): boolean {
  if (plan?.faulty !== true) return false;
  const found = at(value, pointer);
  if (found === undefined) return false;
  const name = segmentsOf(pointer).at(-1);
  if (plan.query.some(([key, sent]) => key === name && sent === text(found))) return true;
  if (plan.body.kind !== 'json') return false;
  const { value: sent } = plan.body;
  const shown = JSON.stringify(found);
  // An answer has it at the same place, or inside an envelope or a list.
  return endsOf(pointer).some((each) => JSON.stringify(at(sent, each)) === shown);
}

/** `/data/name` and `/name` of `/data/name`. */
const endsOf = (pointer: string): string[] => {
  const segments = segmentsOf(pointer);
  return segments.map((_, index) => join('', ...segments.slice(index)));
};
