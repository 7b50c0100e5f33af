/** A redirect that only adds or removes a slash is a warning; any other one is as serious as the clause. */
import { expect, test } from '@playwright/test';
import { expectation } from '../../../helpers/run/judge.ts';
import type { Answered } from '../../../helpers/contract/types.ts';
import type { Expectation } from '../../../helpers/cases/types.ts';
import { answer } from '../checks/answers.ts';
import { tinyOperation } from '../contract/tiny.ts';

const operation = await tinyOperation();
const levelOf = (location: string) => {
  const exchange = {
    kind: 'answered',
    operation,
    plan: { method: 'GET', path: {}, query: [], headers: [], credentials: 'valid', body: { kind: 'none' } },
    request: { url: 'http://vendor.test/things/1' },
    answer: answer({ status: 307, headers: [['Location', location]], body: '' }),
  } as unknown as Answered;
  const expect = { clause: { id: 'c', level: 'MUST' }, statuses: ['200'] } as unknown as Expectation;
  const outcome = expectation(exchange, expect);
  return outcome.kind === 'fail' ? (outcome.finding.level ?? 'MUST') : outcome.kind;
};

test('a redirect that only adds or removes a slash is a warning', () => {
  expect(levelOf('/things/1/')).toBe('SHOULD');
  expect(levelOf('http://vendor.test/things/1/')).toBe('SHOULD');
});

test('a redirect to another path or host is not', () => {
  expect(levelOf('/login')).toBe('MUST');
  expect(levelOf('http://other.test/things/1/')).toBe('MUST');
});
