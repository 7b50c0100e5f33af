/** JSON requests to a service that is no vendor's, such as GitHub or a chat, through the suite's one way to the network. */
import { createRedactor } from '../config/redactor.ts';
import type { Reply } from '../contract/types.ts';
import { environmentProxy } from './environment-proxy.ts';
import { openTransport } from './transport.ts';

export interface Service {
  /** Sends one request; `body` goes out as JSON. Redirects are not followed. */
  send(
    method: string,
    url: string,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown },
  ): Promise<Reply>;
  close(): Promise<void>;
}

const timeoutMs = 15_000;
const maxBodyBytes = 16 * 1_048_576;

/** Opens a service by its address: nothing is sent to another origin. Throws UserError where a proxy variable is wrong. */
export async function openService(address: string): Promise<Service> {
  const transport = await openTransport({
    timeoutMs,
    maxBodyBytes,
    redactor: createRedactor(),
    endpoint: (vendor) => {
      throw new Error(`no operation of ${vendor} is called here`);
    },
    permit: () => Promise.resolve(),
    remote: () => true,
    configured: new Set([new URL(address).origin]),
    proxyFor: environmentProxy(),
  });
  return {
    send: (method, url, { headers = {}, body } = {}) =>
      transport.fetch(url, {
        method,
        headers,
        ...(body !== undefined && {
          body: { bytes: Buffer.from(JSON.stringify(body)), contentType: 'application/json' },
        }),
      }),
    close: () => transport.close(),
  };
}
