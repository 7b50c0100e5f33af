import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A Buffer or string goes out as it is, undefined as nothing, everything else as JSON. */
  readonly body: unknown;
  /** Writes the answer to the wire in place of the usual way, for answers that break the transport. */
  readonly transport?: Transport;
}

export type Transport = (response: ServerResponse, answer: Answer, bytes: Buffer) => void;

export const JSON_TYPE = 'application/json; charset=utf-8';

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': JSON_TYPE, ...headers }, body };
}

/** The bytes that an answer's body is sent as. */
export function bytesOf({ body }: Answer): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined) return Buffer.alloc(0);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Writes an answer to the wire. */
export function write(response: ServerResponse, answer: Answer): void {
  const bytes = bytesOf(answer);
  if (answer.transport) return answer.transport(response, answer, bytes);
  const length = answer.status === 204 ? {} : { 'Content-Length': bytes.length };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(bytes);
}
