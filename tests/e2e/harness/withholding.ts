/** A vendor of which one answer never arrives: the sandbox behind a proxy that carries out a creation and keeps its answer. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Withholding {
  readonly origin: string;
  /** Settles once the vendor has created something and its answer is kept. */
  readonly withheld: Promise<void>;
  close(): Promise<void>;
}

/** Starts the proxy. It keeps the answer of the first successful request whose method and path match, and passes on all others. */
export async function startWithholding(sandbox: string, method: string, path: RegExp): Promise<Withholding> {
  const { hostname, port, host } = new URL(sandbox);
  let announce: () => void = () => undefined;
  const withheld = new Promise<void>((resolve) => (announce = resolve));
  let isKept = false;
  const server = http.createServer((request, response) => {
    const onward = http.request(
      { hostname, port, method: request.method, path: request.url, headers: { ...request.headers, host } },
      (answer) => {
        const isIt = request.method === method && path.test(request.url ?? '') && answer.statusCode === 200;
        if (isIt && !isKept) {
          isKept = true;
          answer.resume().on('end', announce);
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    withheld,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
