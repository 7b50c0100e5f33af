import { json, type Answer } from '../answer.ts';

export type ErrorType =
  'inconsistentInput' | 'invalidRequestBody' | 'invalidApiVersionForEndpoint' | 'documentNotFound';

/** A 400 or 404 of Invox Medical; the documents spell the property with three s. */
export function typedFailure(status: 400 | 404, errorType: ErrorType, messsage: string): Answer {
  return json(status, { messsage, errorType });
}

/** Every other error of Invox Medical. */
export function plainFailure(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return json(status, { message }, headers);
}
