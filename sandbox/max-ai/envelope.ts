import { json, type Answer } from '../answer.ts';
import type { World } from '../world.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limit_exceeded',
  500: 'internal_error',
  502: 'unexpected_integration_error',
};

/** A success of Max AI. */
export function success(data: unknown): Answer {
  return json(200, { code: 'success', data });
}

/** An error of Max AI; statuses that its documents do not list get the code of their family. */
export function failure(world: World, status: number, message: string, headers: Record<string, string> = {}): Answer {
  const code = CODES[status] ?? (status < 500 ? 'bad_request' : 'internal_error');
  return json(status, { code, message, trace_id: world.behaviour.maxAi.traceId() }, headers);
}
