/** A hostile vendor: what the transport makes of every behaviour. Whole runs against each: npm run soak. */
import { expect, test } from '@playwright/test';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import { openTransport } from '../../../helpers/client/transport.ts';
import { behaviours, startHostile } from '../harness/hostile-server.ts';

/** What the transport makes of each: the reason of an unanswered exchange, or an answer that the checks judge. */
const expected: Readonly<Record<string, RegExp | number>> = {
  'never answers': /no complete answer within 300 ms/,
  'one byte a second': /no complete answer within 300 ms/,
  'endless body': /beyond 2000000 bytes/,
  'body of 200 MB': /beyond 2000000 bytes/,
  'headers of 200 KB': /Header overflow/,
  'truncated body': /in the middle of the answer/,
  'reset at once': /connection was reset/,
  'reset in mid-body': /in the middle of the answer/,
  'wrong Content-Encoding': /not gzip although Content-Encoding says so/,
  'redirect loop': 302,
  'redirect to another origin': 307,
  'JSON 200,000 deep': 200,
  '__proto__ keys': 200,
  'invalid UTF-8': 200,
  'brotli bomb': /inflates beyond MAX_BODY_BYTES/,
  'gzip bomb': /inflates beyond MAX_BODY_BYTES/,
  'endless interim answers': /no complete answer within 300 ms|beyond 2000000 bytes/,
};

/** The others end by themselves or by their size, however busy the machine. */
const timeoutMs = (behaviour: string): number => (String(expected[behaviour]).includes('300 ms') ? 300 : 60_000);

for (const behaviour of Object.keys(behaviours).filter((name) => name in expected))
  test(`transport: ${behaviour}`, async () => {
    const hostile = await startHostile({
      sandbox: 'http://127.0.0.1:1',
      behaviour,
      operation: 'max-ai-v2/getImageUrl',
    });
    const transport = await openTransport({
      timeoutMs: timeoutMs(behaviour),
      maxBodyBytes: 2_000_000,
      redactor: createRedactor(),
      endpoint: () => {
        throw new Error('not asked');
      },
      permit: () => Promise.resolve(),
    });
    const memory = process.memoryUsage.rss();
    const reply = await transport
      .fetch(`${hostile.origin}/max-ai/v2/notes/n/images/i/url`, { headers: { authorization: 'Bearer x' } })
      .catch(() => undefined);
    // Only what is configured is given credentials: without them the same address may be asked.
    expect(reply?.kind === 'unanswered' && reply.because).toContain('credentials are never sent');
    const answer = await transport.fetch(`${hostile.origin}/max-ai/v2/notes/n/images/i/url`);
    const want = expected[behaviour];
    if (answer.kind === 'answered') expect(answer.answer.status).toBe(want);
    else expect(answer.because).toMatch(want as RegExp);
    expect((process.memoryUsage.rss() - memory) / 1_048_576, 'MB more').toBeLessThan(300);
    expect(hostile.strays).toEqual([]);
    await transport.close();
    await hostile.close();
  });

test('every behaviour has its expectation', () => {
  expect(Object.keys(behaviours).filter((name) => !(name in expected))).toEqual(['broken TLS']);
});
