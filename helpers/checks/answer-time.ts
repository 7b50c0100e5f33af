import { clauseIdAt, ofOperation } from '../contract/clause.ts';
import type { Check } from '../contract/types.ts';
import { fail, notApplicable, pass, recorded } from './outcome.ts';

export const answerTime: Check = {
  id: 'answer-time',
  title: 'INFO duration of responses that exceed the time limit of the overlay',
  evaluate(operation, { durationMs }) {
    const { timeLimit } = operation;
    if (!timeLimit) return notApplicable('no time limit is set');
    const clause = clauseIdAt(operation, ofOperation('time'));
    if (durationMs <= timeLimit.milliseconds) return pass(clause);
    const actual = `${(durationMs / 1_000).toFixed(1)} seconds`;
    if (timeLimit.level === 'INFO') return recorded(clause, `answered in ${actual}`);
    const expected = `an answer within ${timeLimit.milliseconds / 1_000} seconds`;
    return fail({ code: 'SLOW', clause, at: 'transport', expected, actual });
  },
};
