/** A server that keeps every request byte for byte and answers with the bytes it is told to. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { createRedactor } from '../../../helpers/config/redactor.ts';
import type { Operation, RequestPlan } from '../../../helpers/contract/types.ts';
import { openTransport, type Transport, type TransportOptions } from '../../../helpers/client/transport.ts';

export interface Received {
  /** `GET /path HTTP/1.1` without the version. */
  readonly line: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A port of loopback at which nothing listens: no system gives it to a server that asks for any port. */
export const silentPort = 9;

export interface Raw {
  readonly baseUrl: string;
  readonly received: Received[];
  close(): Promise<void>;
}

export type Reaction = (socket: net.Socket, request: Received) => void;

/** Answers with these bytes and closes. */
export const bytes =
  (text: string | Buffer): Reaction =>
  (socket) =>
    void socket.end(text);

/** An answer of HTTP/1.1. */
export const http = (body = '{}', headers: readonly string[] = [], status = '200 OK'): Reaction =>
  bytes(
    [
      `HTTP/1.1 ${status}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...headers,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );

/** Starts it on a free port of loopback. */
export async function rawServer(react: Reaction = http()): Promise<Raw> {
  const received: Received[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    let text = Buffer.alloc(0);
    let answered = false;
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      text = Buffer.concat([text, chunk]);
      const request = answered ? undefined : read(text);
      if (!request) return;
      answered = true;
      received.push(request);
      react(socket, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The request, once it is complete. */
function read(text: Buffer): Received | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...rest] = text.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    rest.map((each) => [each.slice(0, each.indexOf(':')).toLowerCase(), each.slice(each.indexOf(':') + 1).trim()]),
  );
  const body = text.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
  return { line: line.replace(/ HTTP\/1\.1$/, ''), headers, body };
}

export const key = 'sbx_ak_planted0123456789abcdef';

/** A transport to a server; `key` is the valid credential. */
export function wireTo(baseUrl: string, options: Partial<TransportOptions> = {}): Promise<Transport> {
  return openTransport({
    timeoutMs: 5_000,
    maxBodyBytes: 1_000_000,
    redactor: createRedactor([{ name: 'MAX_AI_API_KEY', value: key }]),
    endpoint: () => ({
      baseUrl,
      variable: 'MAX_AI_BASE_URL',
      credentials: () => [
        {
          scheme: { type: 'http', scheme: 'bearer', name: 'key', pointer: '' },
          value: key,
          variable: 'MAX_AI_API_KEY',
        },
      ],
      headers: [],
    }),
    permit: () => Promise.resolve(),
    ...options,
  });
}

/** A plan with only what is given. */
export const plan = (operation: Operation, parts: Partial<RequestPlan> = {}): RequestPlan => ({
  method: operation.method,
  path: { thingId: 'a' },
  query: [],
  headers: [],
  credentials: 'valid',
  body: { kind: 'none' },
  ...parts,
});
