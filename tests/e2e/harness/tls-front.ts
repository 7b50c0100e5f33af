/** An https server of a private CA that stands before another server; it may demand a client certificate. */
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Authority } from '../../unit/certificates.ts';

export interface TlsFront {
  /** `https://localhost:<port>`. */
  readonly origin: string;
  readonly port: number;
  /** Common names of the client certificates of the requests that came. */
  readonly clients: readonly (string | undefined)[];
  close(): void;
}

export interface TlsFrontOptions {
  readonly authority: Authority;
  /** The names that its certificate is for. */
  readonly names?: readonly string[];
  readonly until?: Date;
  /** Only clients with a certificate of the authority are let in. */
  readonly demandsClient?: boolean;
  /** TLS 1.3 rejects a client only after its first request, with a reset that may come before the reason. */
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** Starts it on a free port of loopback. */
export async function startTlsFront(
  target: string,
  {
    authority,
    names = ['localhost', '127.0.0.1', '::1'],
    until,
    demandsClient = false,
    maxVersion = 'TLSv1.3',
  }: TlsFrontOptions,
): Promise<TlsFront> {
  const clients: (string | undefined)[] = [];
  const { cert, key } = authority.issue({ cn: 'front', names, ...(until && { until }) });
  const server = https.createServer(
    { cert, key, ca: authority.cert, requestCert: demandsClient, rejectUnauthorized: demandsClient, maxVersion },
    (request, response) => {
      const peer = (request.socket as TLSSocket).getPeerCertificate() as { subject?: { CN?: string } } | undefined;
      clients.push(peer?.subject?.CN);
      const url = new URL(request.url ?? '/', target);
      const onward = http.request(
        url,
        { method: request.method, headers: { ...request.headers, host: url.host } },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${port}`,
    port,
    clients,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
