/** The only way to the network: one request over Playwright's request context, bounded, redirect-free, redacted where it fails. */
import { certificateFor, type ClientCertificate } from '../config/client-certificate.ts';
import type { Redactor } from '../config/redactor.ts';
import type { Answer, Exchange, Reply, RequestPlan } from '../contract/types.ts';
import { placedCredentials, type CredentialSource } from './credentials.ts';
import { isPrivateAddress } from './address.ts';
import { recordRequest } from './request-record.ts';
import { bytesOf } from './body.ts';
import { urlDenial } from './guard.ts';
import { limitInflation } from './inflate.ts';
import type { OutgoingRequest } from './request.ts';
import { keptRoute, tunnelRoute, type Route } from './routes.ts';
import { watchCertificates } from './missing-certificate.ts';
import { watchOverlaps } from './overlaps.ts';
import { keepStacksFor } from './stacks.ts';
import { targetOf, withQuery } from './target.ts';
import { tooHeavy, unanswered } from './unanswered.ts';

/** What the wire needs to know of the vendor that serves an operation. */
export interface Endpoint extends CredentialSource {
  /** Base URL without a trailing slash; the contract's base path comes after it. */
  readonly baseUrl: string;
  /** The shell variable that stands for it. */
  readonly variable: string;
  /** The variable that would name a client certificate. */
  readonly certificateVariable?: string;
}

export interface Transport {
  /** Sends one request of an operation and returns what came back; never throws for what the vendor does. */
  send(request: Pick<OutgoingRequest, 'operation' | 'plan'>): Promise<Exchange>;
  /** A plain request outside any contract (signed URLs, the token service), under the same limits. */
  fetch(url: string, options?: FetchOptions): Promise<Reply>;
  /** Forgets cookies: each case starts as a new client. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

export interface FetchOptions {
  /** The vendor for whose sake it is asked. */
  readonly vendor?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array; readonly contentType: string };
}

export interface TransportOptions {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly redactor: Redactor;
  readonly endpoint: (vendor: string) => Endpoint;
  /** Asked before a request outside any contract: waits for the rate, throws where the budget is used up. */
  readonly permit: (vendor: string) => Promise<void>;
  /** True for a vendor that is not on this machine; without a name, where any is. */
  readonly remote?: (vendor: string | undefined) => boolean;
  /** True for a vendor that may be tested over plain http (ALLOW_PLAINTEXT). */
  readonly plaintext?: (vendor: string | undefined) => boolean;
  /** Origins that the configuration names. */
  readonly configured?: ReadonlySet<string>;
  /** URL of the proxy to a host; undefined for a direct connection. */
  readonly proxyFor?: (host: string, port: number) => string | undefined;
  readonly clientCertificates?: readonly ClientCertificate[];
  /** Milliseconds of the epoch after which no answer is waited for. */
  readonly deadline?: number;
  /** True for our own sandbox in our own process: its answers need no bounds, and the proof no detour. */
  readonly trusted?: boolean;
}

/** Opens the transport. Close it when done. */
export async function openTransport(options: TransportOptions): Promise<Transport> {
  const { redactor, maxBodyBytes, clientCertificates = [], trusted = false } = options;
  limitInflation(maxBodyBytes);
  // Hosts that a remote vendor named: their addresses have to be public.
  const named = new Set<string>();
  const tunnels = await tunnelRoute({
    maxBodyBytes,
    clientCertificates,
    trusted,
    mayReach: (host, address) => !named.has(host) || !isPrivateAddress(address),
    ...(options.proxyFor && { proxyFor: options.proxyFor }),
  });
  const kept = trusted ? tunnels : keptRoute({ maxBodyBytes, clientCertificates });
  // The probe of a rate limit is many requests in a row; what needs a proxy is dialled by the tunnel.
  const routeOf = (url: string, plan: RequestPlan): Route =>
    plan.credentials === 'rate-limit' && !needsProxy(url, options.proxyFor) ? kept : tunnels;
  const certificates = watchCertificates(clientCertificates);
  const calls = watchOverlaps();
  // Whether the request context may hold a cookie: only then the next client needs another one.
  let mayHoldCookie = false;

  async function exchange(
    url: string,
    method: string,
    headers: Record<string, string>,
    data: Buffer | undefined,
    { route, ofOperation, certificateVariable }: Circumstances,
  ): Promise<Reply> {
    const started = performance.now();
    const timeoutMs = Math.max(1, Math.min(options.timeoutMs, (options.deadline ?? Infinity) - Date.now()));
    keepStacksFor(url);
    const cuts = route.cuts();
    route.takeTrouble();
    const endedAlone = calls.begin();
    try {
      const context = await route.context();
      const response = await context.fetch(url, {
        method,
        headers,
        timeout: timeoutMs,
        maxRedirects: 0,
        ignoreHTTPSErrors: false,
        ...(data === undefined ? {} : { data }),
      });
      certificates.reached(url);
      const body = await response.body();
      const answer: Answer = {
        status: response.status(),
        headers: response.headersArray().map(({ name, value }) => [name, value] as const),
        body,
        durationMs: performance.now() - started,
        method,
        // Only an operation's answers are looked through for the caller's own credentials.
        echoes: ofOperation ? redactor.found(body.toString('latin1')) : [],
      };
      await response.dispose();
      mayHoldCookie ||= answer.headers.some(([name]) => name.toLowerCase() === 'set-cookie');
      if (route.cuts() > cuts) return tooHeavy(options.maxBodyBytes);
      return { kind: 'answered', answer };
    } catch (error) {
      mayHoldCookie = true;
      if (route.cuts() > cuts) return tooHeavy(options.maxBodyBytes);
      return unanswered(error, {
        trouble: route.takeTrouble(),
        timeoutMs,
        missingCertificate: certificates.missing(url, certificateVariable),
        isAlone: endedAlone(),
      });
    } finally {
      endedAlone();
    }
  }

  return {
    async send({ operation, plan }) {
      const endpoint = options.endpoint(operation.contract.vendor);
      const placed = placedCredentials(endpoint, operation, plan);
      const target = targetOf(operation, plan);
      const url = `${endpoint.baseUrl}${withQuery(target, placed)}`;
      const body = bytesOf(plan.body);
      const headers: Record<string, string> = {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': userAgent,
      };
      for (const [name, value] of plan.headers) headers[name.toLowerCase()] = value;
      if (body && headers['content-type'] === undefined) headers['content-type'] = body.contentType;
      for (const { name, value } of placed.filter((each) => each.in === 'header')) headers[name] = value;
      const cookies = [
        ...(plan.cookies ?? []),
        ...placed.filter((each) => each.in === 'cookie').map(({ name, value }) => [name, value] as const),
      ].map(([name, value]) => `${name}=${value}`);
      if (cookies.length > 0) headers['cookie'] = [headers['cookie'] ?? [], cookies].flat(2).join('; ');
      const certificate = certificateFor(url, clientCertificates)?.names;
      const startedAt = new Date();
      const reply = await exchange(url, plan.method, headers, body?.bytes, {
        route: routeOf(url, plan),
        ofOperation: true,
        certificateVariable: endpoint.certificateVariable,
      });
      return {
        operation,
        plan,
        request: recordRequest(operation, plan, {
          variable: endpoint.variable,
          url,
          credentials: placed.map(({ in: place, name, stored }) => ({ in: place, name, value: stored })),
          ...(certificate && { certificate }),
          redactor,
        }),
        startedAt: startedAt.toISOString(),
        durationMs: Math.round(Date.now() - startedAt.getTime()),
        ...reply,
      };
    },
    async fetch(url, { vendor, method = 'GET', headers = {}, body } = {}) {
      const configured = options.configured ?? new Set<string>();
      const remote = options.remote?.(vendor) ?? false;
      const carriesCredentials = Object.keys(headers).some((name) => /^(authorization|cookie|x-api-key)$/i.test(name));
      const denial = urlDenial({
        url,
        carriesCredentials,
        remote,
        configured,
        plaintext: options.plaintext?.(vendor) ?? false,
      });
      if (denial) return { kind: 'unanswered', why: 'network', because: `blocked: ${denial.because}` };
      const { host, origin, protocol } = new URL(url);
      if (remote && !configured.has(origin))
        named.add(/:\d+$/.test(host) ? host : `${host}:${protocol === 'https:' ? 443 : 80}`);
      await options.permit(vendor ?? '');
      const all: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': userAgent, ...headers };
      if (body) all['content-type'] = body.contentType;
      return exchange(url, method, all, body && Buffer.from(body.bytes), {
        route: tunnels,
        ofOperation: false,
        certificateVariable: vendor === undefined ? undefined : options.endpoint(vendor).certificateVariable,
      });
    },
    async renew() {
      if (mayHoldCookie) await tunnels.renew();
      if (kept !== tunnels) await kept.renew();
      mayHoldCookie = false;
    },
    async close() {
      await kept.close();
      await tunnels.close();
    },
  };
}

interface Circumstances {
  readonly route: Route;
  readonly ofOperation: boolean;
  readonly certificateVariable: string | undefined;
}

function needsProxy(url: string, proxyFor: TransportOptions['proxyFor']): boolean {
  const { hostname, port, protocol } = new URL(url);
  return proxyFor?.(hostname, Number(port || (protocol === 'https:' ? 443 : 80))) !== undefined;
}

export const userAgent = 'vendor-conformance/1 (contract tests)';
