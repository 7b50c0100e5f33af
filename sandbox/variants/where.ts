import type { Answer } from '../answer.ts';
import type { Context } from '../context.ts';

/** Whether an answer holds a JSON object that is still a value, not bytes. */
export function isJson({ body }: Answer): boolean {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}

export const ofMaxAi = ({ url }: Context): boolean => url.startsWith('/max-ai');

export const ofInvox = ({ url }: Context): boolean => url.startsWith('/invox');

export const ofApi = (context: Context): boolean => ofMaxAi(context) || ofInvox(context);
