/**
 * A CONNECT proxy on loopback through which Playwright's request context goes: it bounds what one answer may weigh,
 * which Playwright does not. It sees no content of TLS connections. Each request has a tunnel of its own.
 */
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { dial, type Lookup } from './dial.ts';

export interface Tunnel {
  /** `http://127.0.0.1:<port>` for the `proxy.server` of a request context. */
  readonly server: string;
  /** How many answers it has cut so far because they weighed too much. */
  cuts(): number;
  /** Takes the reason why the last connection could not be made (`ECONNREFUSED`), if there was one. */
  takeTrouble(): string | undefined;
  close(): Promise<void>;
}

export interface TunnelOptions {
  /**
   * Asked about the addresses that a name (`host:port`) turned out to have, so that no name can lead to where its address
   * may not. Default: all may be reached.
   */
  readonly mayReach?: (host: string, address: string) => boolean;
  /** URL of the proxy to go through to a host; undefined for a direct connection. Default: all are direct. */
  readonly proxyFor?: (host: string, port: number) => string | undefined;
  readonly lookup?: Lookup;
}

/** Opens the tunnel; an answer of more than `maxBytes` (headers included) is cut. */
export async function openTunnel(
  maxBytes: number,
  { mayReach = () => true, proxyFor = () => undefined, lookup }: TunnelOptions = {},
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
    const fail = (error: NodeJS.ErrnoException) => {
      trouble = error.code ?? error.message;
      client.resetAndDestroy();
    };
    const vendor = dial({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port),
      proxy: proxyFor(hostname, Number(port)),
      mayReach: (address) => mayReach(host, address),
      ...(lookup && { lookup }),
      done(error) {
        if (error) return fail(error);
        vendor.on('error', fail);
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        if (head.length > 0) vendor.write(head);
        let weight = 0;
        vendor.on('data', (chunk: Buffer) => {
          weight += chunk.length;
          if (weight <= maxBytes) return;
          cut += 1;
          vendor.destroy();
          client.destroy();
        });
        client.pipe(vendor);
        vendor.pipe(client);
      },
    });
    keep(client);
    keep(vendor);
    client.setNoDelay();
    vendor.setNoDelay();
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
