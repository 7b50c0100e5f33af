/** Several attempts of a case as one result. */
import { requestRecord } from '../request-record.ts';
import { expect, test } from '@playwright/test';
import { newAttempt, type Attempt } from '../../../helpers/run/attempt.ts';
import { mergeAttempts } from '../../../helpers/run/merge-attempts.ts';

const info = { id: 'case', title: 'MUST x', operation: 'v1/get', clauses: ['clause'], calls: {}, needs: [] };

/** An attempt whose one request was answered with a status; one that is not 200 is a finding. */
function attempt(status: number, code: Uppercase<string> = 'STATUS_UNDOCUMENTED'): Attempt {
  const state = newAttempt();
  state.made['v1/get'] = 1;
  state.records.push({
    case: 'case',
    operation: 'v1/get',
    startedAt: '',
    durationMs: 1,
    request: requestRecord(),
    answer: { status, headers: [], body: '' },
  });
  if (status === 200) state.outcomes.push({ kind: 'pass', clause: 'clause', record: 0 });
  else {
    const finding = { code, clause: 'clause', at: 'status', expected: '200', actual: String(status), status };
    state.outcomes.push({ kind: 'fail', clause: 'clause', finding, record: 0, k: 1, n: 1 });
  }
  return state;
}

const merged = (...attempts: Attempt[]) => mergeAttempts(info, attempts, 1);

test('a finding is seen in k of n attempts', () => {
  expect(merged(attempt(404), attempt(200), attempt(404)).outcomes).toMatchObject([{ kind: 'fail', k: 2, n: 3 }]);
});

test('an attempt that did not send the request again does not count', () => {
  // A list that is read once a process, for an id.
  const elsewhere = attempt(200);
  elsewhere.records.splice(0);
  expect(merged(attempt(404), elsewhere, elsewhere).outcomes).toMatchObject([{ kind: 'fail', k: 1, n: 1 }]);
});

test('a finding of a later attempt alone is kept, without its own record', () => {
  const { outcomes } = merged(attempt(200), attempt(404));
  expect(outcomes).toMatchObject([{ kind: 'pass' }, { kind: 'fail', k: 1, n: 2 }]);
  expect(outcomes[1]).not.toHaveProperty('record');
});

test('calls of repetitions are reported as unplanned', () => {
  expect(merged(attempt(404), attempt(404)).extra).toEqual([
    { reason: 'repeated after a deviation', caseId: 'case', calls: 1 },
  ]);
});

for (const status of [502, 503, 504])
  test(`a ${status} in one of three tries is environment, with a notice`, () => {
    for (const attempts of [
      [attempt(status), attempt(200), attempt(200)],
      [attempt(200), attempt(200), attempt(status)],
    ]) {
      const { outcomes, notices } = merged(...attempts);
      expect(outcomes.find(({ kind }) => kind !== 'pass')).toMatchObject({
        kind: 'inconclusive',
        cause: 'environment',
      });
      expect(notices).toEqual([`v1/get answered ${status} in 1 of 3 tries (case)`]);
    }
  });

test('a 500 in one of three tries stays a finding', () => {
  expect(merged(attempt(500), attempt(200), attempt(200)).outcomes).toMatchObject([{ kind: 'fail', k: 1, n: 3 }]);
});

test('a 503 that comes again, or as 502, or that was not tried three times, stays a finding', () => {
  expect(merged(attempt(503), attempt(200), attempt(503)).outcomes).toMatchObject([{ kind: 'fail', k: 2, n: 3 }]);
  expect(merged(attempt(503), attempt(502), attempt(200)).outcomes).toMatchObject([{ kind: 'fail' }]);
  expect(merged(attempt(503), attempt(200)).outcomes).toMatchObject([{ kind: 'fail', k: 1, n: 2 }]);
});

test('an attempt that was cut off does not count as a try', () => {
  const cutOff = { ...newAttempt(), notRun: 'REQUEST_BUDGET is used up' };
  expect(merged(attempt(503), cutOff, cutOff).outcomes).toMatchObject([{ kind: 'fail', k: 1, n: 1 }]);
});

test('another finding about a 503 that comes every time stays one', () => {
  const { outcomes } = merged(attempt(503, 'INTERNALS_SHOWN'), attempt(503), attempt(503));
  expect(outcomes[0]).toMatchObject({ kind: 'fail', finding: { code: 'INTERNALS_SHOWN' }, k: 1, n: 3 });
});
