/** Which statuses a fault may be rejected by, and at which level it has to be, by document and policy. */
import { expect, test } from '@playwright/test';
import { documented, insideOf, rejectionOf, successOf, type Fault } from '../../../helpers/cases/oracle.ts';
import { defaultPolicy, type Policy } from '../../../helpers/contract/policy.ts';
import { strict, tinyOperation } from '../contract/tiny.ts';

const operation = (statuses: readonly string[], policy: Policy) =>
  tinyOperation(
    { operation: { responses: Object.fromEntries(statuses.map((each) => [each, { description: each }])) } },
    policy,
  );
const strictInput: Policy = { statuses: 'default', strictInput: true };
const complete: Policy = { statuses: 'complete', strictInput: false };

const table: readonly (readonly [fault: Fault, statuses: readonly string[], policy: Policy, expected: string])[] = [
  ['no-credential', ['200', '401', '403'], strict, 'MUST 401'],
  ['no-credential', ['200', '401'], defaultPolicy, 'MUST 401 4XX 3XX'],
  ['no-credential', ['200', '403'], defaultPolicy, 'MUST 403 4XX 3XX'],
  ['no-credential', ['200'], defaultPolicy, 'MUST 4XX 3XX'],
  ['no-credential', ['200'], strict, 'MUST 4XX 3XX'],
  ['unknown-scheme', ['200', '400', '401'], strict, 'MUST 400 401'],
  ['other-spelling', ['200', '401'], defaultPolicy, 'SHOULD 401 4XX 3XX'],
  ['no-permission', ['200', '403'], defaultPolicy, 'MUST 403 4XX'],
  ['other-tenant', ['200', '404'], defaultPolicy, 'MUST 404 4XX'],
  ['required', ['200', '422'], strict, 'MUST 422'],
  ['required', ['200'], defaultPolicy, 'MUST 4XX'],
  ['empty-parameter', ['200', '400'], defaultPolicy, 'SHOULD 400 4XX'],
  ['empty-parameter', ['200'], defaultPolicy, 'INFO 4XX'],
  ['unreadable-body', ['200', '400'], defaultPolicy, 'MUST 400 4XX'],
  ['wrong-body', ['200', '400'], strict, 'MUST 400'],
  ['wrong-body', ['200', '400'], defaultPolicy, 'SHOULD 400 4XX'],
  ['outside-schema', ['200', '400', '404'], strict, 'MUST 400 404'],
  ['outside-schema', ['200', '400'], complete, 'SHOULD 400'],
  ['outside-schema', ['200', '400'], strictInput, 'MUST 400 4XX'],
  ['outside-schema', ['200', '400'], defaultPolicy, 'SHOULD 400 4XX'],
  ['outside-schema', ['200', '409'], defaultPolicy, 'SHOULD 409 4XX'],
  ['format', ['200', '400'], strictInput, 'INFO 400 4XX'],
  ['page-size', ['200', '400'], strictInput, 'INFO 400 4XX'],
  ['unknown-id', ['200', '404'], strict, 'MUST 404'],
  ['unknown-id', ['200', '404'], defaultPolicy, 'SHOULD 404 4XX'],
  ['unknown-id', ['200', '201'], defaultPolicy, 'INFO 4XX'],
  ['unknown-id', ['200', '201'], strict, 'INFO 4XX'],
  ['malformed-id', ['200', '400'], strict, 'MUST 400'],
];
for (const [fault, statuses, policy, expected] of table)
  test(`${fault} where ${statuses.join(', ')} are documented (${policy.statuses}${policy.strictInput ? ', strict input' : ''}): ${expected}`, async () => {
    const { level, statuses: accepted } = rejectionOf(await operation(statuses, policy), fault);
    expect([level, ...accepted].join(' ')).toBe(expected);
  });

test('default and a range: a range documents a status, default does not', async () => {
  expect(documented(await operation(['200', '4XX'], defaultPolicy), 400, 404)).toEqual(['400', '404']);
  expect(documented(await operation(['200', 'default'], defaultPolicy), 400, 404)).toEqual([]);
});

test('a valid request may be answered with every documented success or redirect; of a complete document with the first', async () => {
  const statuses = ['200', '202', '302', '304', '404'];
  expect(successOf(await operation(statuses, defaultPolicy))).toEqual(['200', '202', '302']);
  expect(successOf(await operation(statuses, strict))).toEqual(['200']);
  expect(successOf(await operation(['302'], defaultPolicy)), 'without a success there is no case').toEqual([]);
});

test('just inside a bound any status conforms except a rejection of the input', async () => {
  expect(insideOf(await operation(['200', '400', '404'], strict))).toEqual(['200', '404']);
  expect(insideOf(await operation(['400', '404', 'default'], defaultPolicy))).toEqual(['2XX', '3XX', '404']);
});
