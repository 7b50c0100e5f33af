/** A connection to a host: direct, or through the proxy of the environment. */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import net from 'node:net';
import tls from 'node:tls';
import { proxyAuthorization } from '../config/proxy.ts';

/** The part of `dns.lookup` that is used; tests give one of their own. */
export type Lookup = (
  name: string,
  options: { readonly all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Dial {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** URL of the proxy to go through. */
  readonly proxy?: string | undefined;
  /** Whether an address may be reached; names are judged by the addresses they have. */
  readonly mayReach: (address: string) => boolean;
  readonly lookup?: Lookup;
  /** Called once, with a socket that leads to the host, or with the reason (its `code`) why there is none. */
  readonly done: (error: NodeJS.ErrnoException | undefined, socket: net.Socket) => void;
}

/** Connects. The socket is returned at once, so that it can be ended before it leads anywhere. */
export function dial(options: Dial): net.Socket {
  return options.proxy === undefined ? dialDirectly(options) : dialThrough(options.proxy, options);
}

function dialDirectly({ host, port, mayReach, lookup, done }: Dial): net.Socket {
  const socket = net.connect({ host, port, lookup: restricted(mayReach, lookup) });
  // Of an address nothing is looked up.
  if (net.isIP(host) !== 0 && !mayReach(host)) socket.destroy(failure('EPRIVATE'));
  return settle(socket, 'connect', done);
}

/** Opens a tunnel with CONNECT (RFC 9110, 9.3.6). The proxy looks the name up; what it leads to here must be allowed too. */
function dialThrough(proxy: string, { host, port, mayReach, lookup = systemLookup as Lookup, done }: Dial): net.Socket {
  const { protocol, hostname, port: proxyPort } = new URL(proxy);
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(proxyPort || (protocol === 'https:' ? 443 : 80)) };
  const socket =
    protocol === 'https:'
      ? tls.connect({ ...to, ...(net.isIP(to.host) === 0 && { servername: to.host }) })
      : net.connect(to);
  const connect = () => {
    const authorization = proxyAuthorization(proxy);
    const target = `${net.isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    socket.write(
      [
        `CONNECT ${target} HTTP/1.1`,
        `Host: ${target}`,
        ...(authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`]),
        '\r\n',
      ].join('\r\n'),
    );
  };
  let answer = '';
  let isReady = false;
  const onData = (chunk: Buffer) => {
    answer += chunk.toString('latin1');
    const end = answer.indexOf('\r\n\r\n');
    if (end < 0) {
      if (answer.length > 65_536) socket.destroy(failure('EPROXY'));
      return;
    }
    socket.off('data', onData).pause();
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
    if (status?.startsWith('2') !== true) {
      socket.destroy(failure(status === '407' ? 'EPROXYAUTH' : 'EPROXY'));
      return;
    }
    const rest = Buffer.from(answer.slice(end + 4), 'latin1');
    if (rest.length > 0) socket.unshift(rest);
    isReady = true;
    socket.emit('tunnel');
  };
  socket.on('data', onData);
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (!isReady && !ownCodes.has(error.code ?? '')) error.code = 'EPROXYUNREACHABLE';
  });
  const begin = () => {
    if (net.isIP(host) !== 0) return mayReach(host) ? connect() : void socket.destroy(failure('EPRIVATE'));
    // A name that only the proxy knows cannot be judged here.
    lookup(host, { all: true }, (error, addresses) =>
      error || addresses.some(({ address }) => mayReach(address))
        ? connect()
        : void socket.destroy(failure('EPRIVATE')),
    );
  };
  socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', begin);
  return settle(socket, 'tunnel', done);
}

const ownCodes = new Set(['EPRIVATE', 'EPROXY', 'EPROXYAUTH']);

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

function settle(socket: net.Socket, ready: string, done: Dial['done']): net.Socket {
  let isDone = false;
  const once = (error?: NodeJS.ErrnoException) => {
    if (isDone) return;
    isDone = true;
    done(error, socket);
  };
  socket.once(ready, () => once());
  socket.once('error', once);
  socket.once('close', () => once(failure('ECONNRESET')));
  return socket;
}

/** A lookup that answers only with addresses that may be reached. */
const restricted =
  (mayReach: (address: string) => boolean, lookup: Lookup = systemLookup as Lookup): net.LookupFunction =>
  (name, options, answer) =>
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, []);
      const allowed = addresses.filter(({ address }) => mayReach(address));
      const [first] = allowed;
      if (!first) return answer(failure('EPRIVATE'), []);
      if (options.all) answer(null, allowed);
      else answer(null, first.address, first.family);
    });
