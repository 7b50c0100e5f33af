/** A hostile vendor: every behaviour at the wire, and three of them through whole runs (all of them: npm run soak). */
import { expect, test } from '@playwright/test';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import { openTransport } from '../../../helpers/client/transport.ts';
import { hostileRun, normalRun, type Normal } from '../harness/hostile-run.ts';
import { behaviours, startHostile } from '../harness/hostile-server.ts';
import { copyProject, type Project } from '../harness/project.ts';
import { startSandboxProcess, type SandboxProcess } from '../harness/sandbox-process.ts';

/** What the wire makes of each: the reason of an unanswered exchange, or an answer that the checks judge. */
const expected: Readonly<Record<string, RegExp | number>> = {
  'never answers': /no complete answer within 2000 ms/,
  'one byte a second': /no complete answer within 2000 ms/,
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
  'endless interim answers': /no complete answer within 2000 ms|beyond 2000000 bytes/,
};

for (const behaviour of Object.keys(behaviours).filter((name) => name in expected))
  test(`at the wire: ${behaviour}`, async () => {
    const hostile = await startHostile({
      sandbox: 'http://127.0.0.1:1',
      behaviour,
      operation: 'max-ai-v2/getImageUrl',
    });
    const wire = await openTransport({
      timeoutMs: 2_000,
      maxBodyBytes: 2_000_000,
      redactor: createRedactor(),
      endpoint: () => {
        throw new Error('not asked');
      },
      permit: () => Promise.resolve(),
    });
    const memory = process.memoryUsage.rss();
    const started = Date.now();
    const reply = await wire
      .fetch(`${hostile.origin}/max-ai/v2/notes/n/images/i/url`, { headers: { authorization: 'Bearer x' } })
      .catch(() => undefined);
    // Only what is configured is given credentials: without them the same address may be asked.
    expect(reply?.kind === 'unanswered' && reply.because).toContain('credentials never go');
    const answer = await wire.fetch(`${hostile.origin}/max-ai/v2/notes/n/images/i/url`);
    const want = expected[behaviour];
    if (answer.kind === 'answered') expect(answer.answer.status).toBe(want);
    else expect(answer.because).toMatch(want as RegExp);
    expect(Date.now() - started).toBeLessThan(6_000);
    expect((process.memoryUsage.rss() - memory) / 1_048_576, 'MB more').toBeLessThan(300);
    expect(hostile.strays).toEqual([]);
    await wire.close();
    await hostile.close();
  });

test('every behaviour has its expectation', () => {
  expect(Object.keys(behaviours).filter((name) => !(name in expected))).toEqual(['broken TLS']);
});

test.describe('in a whole run', () => {
  test.describe.configure({ mode: 'default', timeout: 90_000 });
  let sandbox: SandboxProcess;
  let project: Project;
  let normal: Normal;
  test.beforeAll(async () => {
    test.setTimeout(90_000);
    [sandbox, project] = [await startSandboxProcess(), copyProject()];
    normal = await normalRun(project, sandbox, ['invox-medical']);
  });
  test.afterAll(() => {
    sandbox.close();
    project.remove();
  });
  for (const behaviour of ['never answers', 'brotli bomb', 'broken TLS'])
    test(behaviour, () =>
      hostileRun({
        ...normal,
        project,
        sandbox,
        behaviour,
        operation: 'invox-medical-2026-03-01/deleteDocument',
        env: { REQUEST_TIMEOUT: '2' },
      }),
    );
});
