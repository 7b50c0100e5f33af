/** Query parameters of a GET that make something happen: a run that only reads does not send them. */
import { expect, test } from '@playwright/test';
import { documentOf, responses, verify } from './verify.ts';

const flag = (name: string) => ({ name, in: 'query', schema: { type: 'string', enum: ['1'] } });
const document = documentOf({
  '/watches': {
    get: {
      operationId: 'watches',
      parameters: [flag('recheck_all'), flag('with_errors')],
      responses: responses({ 200: { type: 'object' }, 400: {} }),
    },
  },
});

async function sentWith(allowWrites: boolean) {
  const sent = new Set<string>();
  const verified = await verify({
    document,
    allowWrites,
    answer({ query }) {
      for (const name of query.keys()) sent.add(name);
      return query.size > 0 ? [400, {}] : [200, {}];
    },
  });
  return { sent: [...sent], verified };
}

test('a run that only reads leaves them out, by name', async () => {
  const { sent, verified } = await sentWith(false);
  expect(sent).toEqual(['with_errors']);
  expect(verified.clause('parameters/recheck_all/enum')).toMatchObject({
    verdict: 'not-run',
    because: expect.stringContaining('it would write'),
  });
});

test('a run that may write sends them', async () => {
  const { sent } = await sentWith(true);
  expect(sent).toEqual(['recheck_all', 'with_errors']);
});
