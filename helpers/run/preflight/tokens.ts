/** Tokens that the credentials of a vendor are exchanged for. */
import type { Config } from '../../profile/config.ts';
import { json } from '../../checks/read.ts';
import { at } from '../../contract/pointer.ts';
import type { Answer } from '../../contract/types.ts';
import type { Profile } from '../../profile/schema.ts';
import { tokensIn, tokenSpec, tokenVariable, variablesIn, variablesOfToken } from '../../profile/sources.ts';
import type { Vendor } from '../../profile/vendor.ts';
import type { CaseContext } from '../context.ts';
import type { Trouble } from '../preflight.ts';

/** How a request to the token service is counted: it belongs to no contract. */
export const tokenCall = (vendor: string): string => `${vendor}/token`;

/** The tokens of a profile that are requested before the run: those that its credentials need and the environment allows. */
export function tokensNeeded(profile: Profile, config: Config): { name: string; isValid: boolean }[] {
  const isSet = (name: string) => config.variables[name] !== undefined;
  const found = new Map<string, boolean>();
  for (const roles of Object.values(profile.credentials))
    for (const [role, sources] of Object.entries(roles)) {
      // A variable before the token stands in for it.
      if (variablesIn(sources).some(isSet)) continue;
      for (const name of tokensIn(sources))
        if (tokenSpec(profile, name).onDemand !== true && variablesOfToken(profile, name).every(isSet))
          found.set(name, found.get(name) === true || role === 'valid');
    }
  return [...found].map(([name, isValid]) => ({ name, isValid }));
}

/** Requests a token and keeps it as a credential of the run. */
export async function requestToken(ctx: CaseContext, vendor: Vendor, name: string, trouble: Trouble): Promise<void> {
  const { profile } = vendor;
  const { url = '', basic, client, scope, from = ['/access_token'] } = tokenSpec(profile, name);
  const [id, secret] = basic ?? client ?? [];
  const variable = url.slice(1);
  const names = [id, secret].flatMap((each) => each?.slice(1) ?? []).join(', ');
  const valueOf = (source: string | undefined) => ctx.requireVariable(source?.slice(1) ?? '');
  // RFC 6749, 2.3.1: id and secret of a client are form-encoded before they become Basic credentials.
  const spelled = (text: string) => (client ? encodeURIComponent(text) : text);
  const credentials = Buffer.from(`${spelled(valueOf(id))}:${spelled(valueOf(secret))}`).toString('base64');
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) });
  const reply = await ctx.fetch(
    valueOf(url),
    {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
      stored: {
        variable,
        credentials: [
          {
            in: 'header',
            name: 'authorization',
            value: ['Basic ', { base64: [variableOf(id), ':', variableOf(secret)] }],
          },
        ],
        makes: [{ kind: 'secret', value: tokenVariable(profile, name), from }],
      },
      ...(client && {
        body: { bytes: Buffer.from(form.toString()), contentType: 'application/x-www-form-urlencoded' },
      }),
    },
    tokenCall(vendor.id),
  );
  if (reply.kind === 'unanswered') return trouble(`${variable}: no token was issued: ${reply.because}`);
  const { status } = reply.answer;
  if ([400, 401, 403].includes(status))
    return trouble(
      `${names}: the token service answered ${status} (POST ${variable}): it does not accept this credential`,
    );
  const token = tokenIn(reply.answer, from);
  if (token === undefined)
    return trouble(
      `${variable}: the token service answered ${status} without ${from.map((each) => each.slice(1)).join(' or ')}`,
    );
  ctx.run.registerSecret(tokenVariable(profile, name), token);
}

const variableOf = (source: string | undefined) => ({ variable: source?.slice(1) ?? '' });

/** The token in an answer of the token service, at the first of the pointers where there is one. */
export function tokenIn(answer: Answer, from: readonly string[]): string | undefined {
  const body = json(answer);
  const found = body.ok ? from.map((pointer) => at(body.value, pointer)) : [];
  return found.find((value): value is string => typeof value === 'string' && value !== '');
}
