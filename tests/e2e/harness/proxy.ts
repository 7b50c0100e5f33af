/** A server in front of the sandbox: it keeps what must never be stored, and alters what it is told to. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Environment } from './project.ts';

export interface Passing {
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Front {
  /** An environment that leads to the sandbox through here. */
  through(env: Environment): Environment;
  /** Tokens and signatures that the vendors gave out. */
  readonly given: ReadonlySet<string>;
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/** Stands before `origin`; `path` says what is asked there for a path that is asked here. */
export async function inFront(
  origin: string,
  {
    alter = () => undefined,
    path = (url) => url,
  }: { alter?: (passing: Passing) => Partial<Passing> | undefined; path?: (url: string) => string } = {},
): Promise<Front> {
  const given = new Set<string>();
  const urls: string[] = [];
  const server = http.createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    urls.push(url);
    const { hostname, port } = new URL(origin);
    const onward = http.request({ hostname, port, method, path: path(url), headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const passing = {
          method,
          url,
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks),
        };
        for (const secret of secretsIn(passing.body.toString())) given.add(secret);
        const { status, headers: sent, body } = { ...passing, ...alter(passing) };
        const { 'transfer-encoding': _chunked, 'content-length': length = 0, ...rest } = sent;
        response.writeHead(status, {
          ...rest,
          'content-length': method === 'HEAD' ? Number(length) : body.length,
          connection: 'close',
        });
        response.end(body);
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    through: (env) =>
      Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.replace(origin, here)])),
    given,
    urls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Access tokens and the signatures of signed URLs. */
const secretsIn = (text: string): string[] =>
  [...text.matchAll(/"access_?token"\s*:\s*"([^"]+)"|[?&]X-Amz-(?:Signature|Security-Token)=([^"&\\]+)/gi)].flatMap(
    ([, token, signature]) => token ?? signature ?? [],
  );

/** The JSON body of an answer without one property. */
export function without(name: string, { headers, body }: Passing): Partial<Passing> | undefined {
  if (!String(headers['content-type']).includes('json')) return undefined;
  const { [name]: _gone, ...rest } = JSON.parse(body.toString()) as Record<string, unknown>;
  return { body: Buffer.from(JSON.stringify(rest)) };
}
