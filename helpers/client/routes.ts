/** The two ways to a server: a tunnel of its own for each request, or connections that are kept between requests. */
import { createRequire } from 'node:module';
import type { APIRequestContext } from 'playwright';
import type { ClientCertificate } from '../config/client-certificate.ts';
import { boundBodies } from './bodies.ts';
import { openTunnel, type TunnelOptions } from './tunnel.ts';

export interface Route {
  /** The request context, opened at its first use. */
  context(): Promise<APIRequestContext>;
  /** How many answers were cut so far because they weighed too much. */
  cuts(): number;
  /** Takes the reason why the last connection could not be made (`ECONNREFUSED`), where it is known. */
  takeTrouble(): string | undefined;
  /** Forgets cookies and connections. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface RouteOptions {
  readonly maxBodyBytes: number;
  readonly clientCertificates: readonly ClientCertificate[];
}

/** Room for the header section beside the body. */
const headerBytes = 256 * 1024;

/** Each request goes through a tunnel of its own, which bounds all that comes back; `trusted` goes without. */
export async function tunnelRoute(
  options: RouteOptions & Pick<TunnelOptions, 'mayReach' | 'proxyFor'> & { readonly trusted: boolean },
): Promise<Route> {
  const { mayReach, proxyFor, trusted } = options;
  const bodyCuts = boundBodies(options.maxBodyBytes);
  const tunnel = await openTunnel(options.maxBodyBytes + headerBytes, {
    ...(mayReach && { mayReach }),
    ...(proxyFor && { proxyFor }),
  });
  const route = contextOf(
    trusted ? {} : { proxy: { server: tunnel.server }, clientCertificates: certificatesOf(options) },
  );
  return {
    ...route,
    // What bounds the bodies of kept connections sees those of tunnels, too, and may be first.
    cuts: () => tunnel.cuts() + bodyCuts(),
    takeTrouble: () => tunnel.takeTrouble(),
    async close() {
      await route.renew();
      await tunnel.close();
    },
  };
}

/** How long a connection may have been idle that is used again: its server, or something on the way, may have given it up. */
const restMs = 1_000;

/**
 * Connections are kept: for many requests in a row, which would otherwise pay for two new connections each. No tunnel bounds
 * what comes back: Node.js bounds the header section, the limit of bodies is set here.
 */
export function keptRoute(options: RouteOptions): Route {
  const cuts = boundBodies(options.maxBodyBytes);
  const route = contextOf({ clientCertificates: certificatesOf(options) });
  let lastUse = 0;
  return {
    ...route,
    async context() {
      const idle = performance.now() - lastUse;
      lastUse = performance.now();
      if (idle > restMs) await route.renew();
      return route.context();
    },
    cuts,
    takeTrouble: () => undefined,
    close: () => route.renew(),
  };
}

/** A context that is opened where it is needed. */
function contextOf(
  options: Parameters<(typeof import('playwright'))['request']['newContext']>[0],
): Pick<Route, 'context' | 'renew'> {
  let opened: Promise<APIRequestContext> | undefined;
  return {
    context() {
      // By `require`, and only where something is sent: an import of its bundle takes half a second, twice as long.
      const { request } = createRequire(import.meta.url)('playwright') as typeof import('playwright');
      opened ??= request.newContext(options);
      return opened;
    },
    async renew() {
      const earlier = opened;
      opened = undefined;
      await (await earlier)?.dispose();
    },
  };
}

const certificatesOf = ({ clientCertificates }: RouteOptions) =>
  clientCertificates.map(({ origin, cert, key, passphrase }) => ({
    origin,
    cert,
    key,
    ...(passphrase !== undefined && { passphrase }),
  }));
