/** The vendor's own words at the place of a clause. */
import { expect, test } from '@playwright/test';
import { quoteOf } from '../../../helpers/contract/quote.ts';
import { loadProject } from '../../../helpers/run/worker.ts';
import { tinyContract } from './tiny.ts';

const responses = { '200': { description: 'A thing', content: { 'text/plain': {} } }, '404': { description: 'None' } };

for (const [what, more, expected] of [
  ['a document as published quotes its descriptions', {}, /^A thing$/],
  [
    'a reworded one quotes its structure only',
    { 'x-reworded': true },
    /^\{\s*"content": \{\s*"text\/plain": \{\}\s*\}\s*\}$/,
  ],
] as const)
  test(`${what}`, async () => {
    const contract = await tinyContract({ operation: { responses }, more });
    const clause = [...contract.clauses.values()].find(({ at }) => at.endsWith('/responses/200'));
    expect(clause).toBeDefined();
    if (clause) expect(quoteOf(clause, contract.document, contract.document['x-reworded'] === true)).toMatch(expected);
  });

test('a quote of the overlay comes first', async () => {
  const { contracts } = await loadProject();
  const contract = contracts.find(({ id }) => id === 'max-ai-v2');
  const clause = [...(contract?.clauses.values() ?? [])].find(({ id }) =>
    id.endsWith('deleteImage/lifecycle/archived'),
  );
  expect(clause && contract && quoteOf(clause, contract.document)).toBe(clause?.quote);
  expect(clause?.quote).toContain('archives the local record');
});
