/** Reads what a vendor publishes: plain GETs through the suite's one way to the network, under its limits. */
import { setTimeout as wait } from 'node:timers/promises';
import { createRedactor } from '../config/redactor.ts';
import { UserError, type Reply } from '../contract/types.ts';
import { environmentProxy } from './environment-proxy.ts';
import { openTransport } from './transport.ts';

export interface PageLimits {
  /** One request, milliseconds. */
  readonly timeoutMs: number;
  /** One answer, bytes. */
  readonly maxBodyBytes: number;
  /** Origins of the addresses that the user named: what they name themselves must be public. */
  readonly origins: ReadonlySet<string>;
  /** Pause before a page that failed is read again, milliseconds (default 1,000). */
  readonly pauseMs?: number;
}

export interface PageReader {
  /** The text of a page. Throws UserError (address, reason) where it cannot be had after three tries. */
  read(url: string): Promise<string>;
  close(): Promise<void>;
}

const mostRedirects = 5;
const tries = 3;

/**
 * Opens a reader. Nothing but GET is sent, without credentials; redirects are followed one by one, each of them checked.
 * Throws UserError where a proxy variable is wrong.
 */
export async function openPageReader(limits: PageLimits): Promise<PageReader> {
  const transport = await openTransport({
    timeoutMs: limits.timeoutMs,
    maxBodyBytes: limits.maxBodyBytes,
    redactor: createRedactor(),
    endpoint: (vendor) => {
      throw new Error(`no operation of ${vendor} is called here`);
    },
    permit: () => Promise.resolve(),
    remote: () => true,
    configured: limits.origins,
    proxyFor: environmentProxy(),
  });
  const get = async (url: string): Promise<Reply> => {
    let at = url;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const reply = await transport.fetch(at, {
        headers: { accept: 'text/markdown, application/json, text/plain, */*' },
      });
      if (reply.kind === 'unanswered' || reply.answer.status < 300 || reply.answer.status > 399) return reply;
      const location = reply.answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
      if (location === undefined || !URL.canParse(location, at)) return reply;
      at = new URL(location, at).href;
    }
    return { kind: 'unanswered', why: 'transport', because: `it redirects more than ${mostRedirects} times` };
  };
  return {
    async read(url) {
      for (let attempt = 1; ; attempt += 1) {
        const reply = await get(url);
        const text = textOf(reply);
        if (text !== undefined) return text;
        if (attempt === tries || !isPassing(reply)) throw new UserError(`${url}: ${reasonOf(reply)}`);
        await wait((limits.pauseMs ?? 1_000) * attempt);
      }
    },
    close: () => transport.close(),
  };
}

const textOf = (reply: Reply): string | undefined =>
  reply.kind === 'answered' && reply.answer.status === 200
    ? Buffer.from(reply.answer.body).toString('utf8')
    : undefined;

/** Worth another try: no answer, or a status that may be temporary. */
const isPassing = (reply: Reply): boolean =>
  reply.kind === 'unanswered'
    ? reply.why !== 'transport' && reply.why !== 'too-large'
    : [408, 429, 500, 502, 503, 504].includes(reply.answer.status);

const reasonOf = (reply: Reply): string =>
  reply.kind === 'unanswered' ? reply.because : `it was answered with ${reply.answer.status}`;
