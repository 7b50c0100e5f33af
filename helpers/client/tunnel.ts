/**
 * A CONNECT proxy on loopback through which Playwright's request context goes: it bounds what one answer may weigh,
 * which Playwright does not. It sees no content of TLS connections. Each request has a tunnel of its own.
 */
import { lookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Tunnel {
  /** `http://127.0.0.1:<port>` for the `proxy.server` of a request context. */
  readonly server: string;
  /** How many answers it has cut so far because they weighed too much. */
  cuts(): number;
  /** Takes the reason why the last connection could not be made (`ECONNREFUSED`), if there was one. */
  takeTrouble(): string | undefined;
  close(): Promise<void>;
}

/**
 * Opens the proxy; an answer of more than `maxBytes` (headers included) is cut. `mayReach` is asked about the addresses
 * that a name turned out to have, so that no name can lead to where its address may not.
 */
export async function openTunnel(
  maxBytes: number,
  mayReach: (host: string, address: string) => boolean = () => true,
): Promise<Tunnel> {
  let cut = 0;
  let trouble: string | undefined;
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = http.createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    const { hostname, port, host } = new URL(`tcp://${request.url ?? ''}`);
    const vendor = net.connect({
      port: Number(port),
      host: hostname.replace(/^\[|\]$/g, ''),
      lookup: (name, options, answer) =>
        lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
          if (error) return answer(error, []);
          const allowed = addresses.filter(({ address }) => mayReach(host, address));
          const [first] = allowed;
          if (!first) return answer(Object.assign(new Error('private'), { code: 'EPRIVATE' }), []);
          if (options.all) answer(null, allowed);
          else answer(null, first.address, first.family);
        }),
    });
    // Of an address nothing is looked up.
    if (net.isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 && !mayReach(host, hostname.replace(/^\[|\]$/g, '')))
      vendor.destroy(Object.assign(new Error('private'), { code: 'EPRIVATE' }));
    keep(client);
    keep(vendor);
    client.setNoDelay();
    vendor.setNoDelay();
    let weight = 0;
    vendor.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) vendor.write(head);
      client.pipe(vendor);
      vendor.pipe(client);
    });
    vendor.on('data', (chunk: Buffer) => {
      weight += chunk.length;
      if (weight <= maxBytes) return;
      cut += 1;
      vendor.destroy();
      client.destroy();
    });
    vendor.on('error', (error: NodeJS.ErrnoException) => {
      trouble = error.code ?? error.message;
      client.resetAndDestroy();
    });
    client.on('error', () => vendor.destroy());
    client.on('close', () => vendor.destroy());
    vendor.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: () => cut,
    takeTrouble: () => {
      const taken = trouble;
      trouble = undefined;
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
