/** Whether what held could have failed: answers are altered offline, one promise at a time, and must then be found wanting. */
import type { Answered } from '../contract/types.ts';
import type { Engine } from '../runner/engine.ts';

export function flips(_exchange: Answered, _engine: Engine): string[] {
  return [];
}
