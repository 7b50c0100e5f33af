/** A CONNECT proxy that writes down what it was asked for. */
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface ProxyServer {
  /** `host:port` with a line for each CONNECT. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it on a free port of loopback. `credentials` (`user:password`) are demanded where given; `to` is where all leads. */
export async function startProxyServer({
  credentials,
  to,
}: { credentials?: string; to?: number } = {}): Promise<ProxyServer> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<net.Socket>();
  const server = http.createServer((_request, response) => response.writeHead(400).end());
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    const target = request.url ?? '';
    const authorization = request.headers['proxy-authorization'];
    asked.push({ target, authorization });
    if (credentials !== undefined && authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`tcp://${target}`);
    const host = to === undefined ? hostname.replace(/^\[|\]$/g, '') : '127.0.0.1';
    const upstream = net.connect({ host, port: to ?? Number(port) }, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
