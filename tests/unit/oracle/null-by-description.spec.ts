/** Null that the schema does not allow and its description does: recorded. */
import { expect, test } from '@playwright/test';
import { saysNull } from '../../../helpers/contract/says-null.ts';
import { documentOf, responses, verify } from './verify.ts';

for (const [description, says] of [
  ['The content, if requested (otherwise null)', true],
  ['Format of content (one of null, text)', true],
  ['May be null. It cannot be null if a hash is defined.', true],
  ['It cannot be null', false],
  ['never null', false],
  ['a non-null text', false],
  ['nullified contracts', false],
  ['', false],
] as const)
  test(`"${description}" ${says ? 'allows' : 'does not allow'} null`, () => {
    expect(saysNull({ description })).toBe(says);
  });

for (const [statuses, description, verdict] of [
  ['default', 'otherwise null', 'conforms'],
  ['default', 'the content', 'deviates'],
  ['complete', 'otherwise null', 'deviates'],
] as const)
  test(`null for "${description}", statuses ${statuses}: ${verdict}`, async () => {
    const schema = { type: 'object', properties: { content: { type: 'string', description } } };
    const { report } = await verify({
      document: documentOf({ '/a': { get: { operationId: 'a', responses: responses({ 200: schema }) } } }),
      answer: ({ method }) => (method === 'GET' ? [200, { content: null }] : [405, {}]),
      profile: { statuses },
    });
    const found = report.clauses.find(({ id }) => id.endsWith('content/type'));
    expect(found?.findings.length ?? -1).toBe(verdict === 'deviates' ? 1 : 0);
    expect(found?.observed === undefined).toBe(verdict === 'deviates');
  });
