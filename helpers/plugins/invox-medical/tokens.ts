/** The token service, and what it says of a token's life. */
import { randomUUID } from 'node:crypto';
import { json } from '../../checks/read.ts';
import { at } from '../../contract/pointer.ts';
import type { Answer } from '../../contract/types.ts';
import type { CaseContext } from '../../run/context.ts';
import { operations, tokenCall, tokenIn } from '../invox-medical.ts';

/** The token service's answer to a credential. A token that it gave rightly is the `renewed` credential from then on. */
export async function requestToken(
  ctx: CaseContext,
  credential: 'valid' | 'wrong' | 'empty',
): Promise<{ status: number; hasToken: boolean }> {
  const [address, app, key] = [
    ctx.requireVariable('INVOX_TOKEN_URL'),
    ctx.requireVariable('INVOX_APP_ID'),
    ctx.requireVariable('INVOX_API_KEY'),
  ];
  const sent = { valid: key, wrong: `conformance-wrong-${randomUUID()}`, empty: '' }[credential];
  const authorization = `Basic ${Buffer.from(`${app}:${sent}`).toString('base64')}`;
  const reply = await ctx.fetch(address, { method: 'POST', headers: { authorization } }, tokenCall);
  if (reply.kind === 'unanswered') return ctx.stop(`the token service did not answer: ${reply.because}`, 'no-answer');
  const token = tokenIn(reply.answer);
  const hasToken = token !== undefined;
  if (hasToken && credential === 'valid') {
    ctx.run.registerSecret('INVOX_RENEWED_ACCESS_TOKEN', token);
    // Who gives the same token again says what is left of its life.
    if (token !== ctx.run.secret('INVOX_ACCESS_TOKEN'))
      for (const [at, life] of livesOfToken(reply.answer, token))
        ctx.assertClause(`${operations.remove}/token/lifetime`, {
          holds: Math.abs(life - 7_200) <= 120,
          code: 'TOKEN_LIFE',
          at,
          expected: '7,200 seconds',
          actual: `${life} seconds`,
        });
  }
  const { status } = reply.answer;
  // That a wrong credential makes the service fail is an answer to it.
  const isAnswer = credential !== 'valid' && status === 500;
  if ((status >= 500 && !isAnswer) || status === 429)
    return ctx.stop(`environment: the token service answered ${status}`, 'environment');
  return { status, hasToken };
}

/** Seconds that a token lives by its own claims (RFC 7519), and by `expires_in` (RFC 6749, 5.1), where they say so. */
function livesOfToken(answer: Answer, token: string): (readonly [at: string, seconds: number])[] {
  const [, claims = ''] = token.split('.');
  const [own, body] = [json({ ...answer, body: Buffer.from(claims, 'base64url') }), json(answer)];
  const numberIn = (parsed: ReturnType<typeof json>, name: string) =>
    Number((parsed.ok ? at(parsed.value, `/${name}`) : undefined) ?? Number.NaN);
  const lives = [
    ['body', numberIn(own, 'exp') - numberIn(own, 'iat')],
    ['/expires_in', numberIn(body, 'expires_in')],
  ] as const;
  return lives.filter(([, seconds]) => Number.isFinite(seconds));
}
