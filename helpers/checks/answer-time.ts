import type { Check } from '../contract/types.ts';
import { holds, moot, undecidable, violated } from './outcome.ts';

export const answerTime: Check = {
  id: 'answer-time',
  title: 'ASKS how long answers take that are slower than the time limit of the overlay',
  ask({ id, timeLimit }, { durationMs }) {
    if (!timeLimit) return moot('no time limit is set');
    const clause = `${id}/time`;
    if (durationMs <= timeLimit.milliseconds) return holds(clause);
    const actual = `${(durationMs / 1_000).toFixed(1)} seconds`;
    if (timeLimit.level === 'ASKS') return undecidable(`answered in ${actual}`, clause);
    const expected = `an answer within ${timeLimit.milliseconds / 1_000} seconds`;
    return violated({ code: 'SLOW', clause, at: 'transport', expected, actual });
  },
};
