/** The proxy that the environment names: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as curl and browsers read them. */
import { BlockList, isIP } from 'node:net';
import { isLoopback } from './checks/require-encrypted.ts';
import type { Secret } from './redactor.ts';

export interface ProxySettings {
  /** URLs of proxies by what they are for; `http` is used for port 80. */
  readonly https?: string;
  readonly http?: string;
  /** The entries of NO_PROXY: `*`, a host, `.domain`, `*.domain`, an address or a network such as 10.0.0.0/8, each with or without a port. */
  readonly none: readonly string[];
}

export interface ReadProxy {
  readonly settings: ProxySettings;
  /** One line each, without a value. */
  readonly problems: readonly string[];
  /** Passwords in the URLs. */
  readonly secrets: readonly Secret[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the proxy variables; of two spellings the lower-case one counts, as with curl. */
export function readProxy(environment: Environment): ReadProxy {
  const problems: string[] = [];
  const secrets: Secret[] = [];
  const read = (...names: readonly string[]): string | undefined => {
    const name = names.flatMap((each) => [each.toLowerCase(), each]).find((each) => environment[each]?.trim());
    const text = name === undefined ? '' : (environment[name]?.trim() ?? '');
    if (name === undefined) return undefined;
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
    if (!URL.canParse(url)) problems.push(`${name} must be the URL of a proxy, such as http://proxy.example:3128`);
    else if (!/^https?:$/.test(new URL(url).protocol))
      problems.push(`${name} must be the URL of an http or https proxy: others are not supported`);
    else {
      const { password, username } = new URL(url);
      if (password !== '') {
        secrets.push({ name, value: decodeURIComponent(password) });
        secrets.push({ name, value: basic(username, password) });
      }
      return url;
    }
    return undefined;
  };
  const https = read('HTTPS_PROXY', 'ALL_PROXY');
  const http = read('HTTP_PROXY', 'ALL_PROXY');
  const none = (environment['no_proxy'] ?? environment['NO_PROXY'] ?? '').split(/[\s,]+/).filter(Boolean);
  return {
    settings: { ...(https && { https }), ...(http && { http }), none },
    problems: [...new Set(problems)],
    secrets,
  };
}

/** The proxy for a connection; undefined where it is made directly. This machine is always reached directly. */
export function proxyFor(host: string, port: number, { https, http, none }: ProxySettings): string | undefined {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  const proxy = port === 80 ? http : https;
  if (proxy === undefined || isLoopback(bare) || none.some((entry) => covers(entry.toLowerCase(), bare, port)))
    return undefined;
  return proxy;
}

/** Value of the header by which a proxy knows its user; undefined where the URL names none. */
export function proxyAuthorization(proxy: string): string | undefined {
  const { username, password } = new URL(proxy);
  return username === '' ? undefined : `Basic ${basic(username, password)}`;
}

const basic = (username: string, password: string): string =>
  Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');

function covers(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const [, name = '', onlyPort] = /^(\[[^\]]+\]|[^:]+|[^:]*:[^:]*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && Number(onlyPort) !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  const [network = '', prefix] = bare.split('/');
  if (isIP(network) !== 0) return isIP(host) === isIP(network) && isInNetwork(host, network, prefix);
  const domain = bare.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function isInNetwork(host: string, network: string, prefix: string | undefined): boolean {
  const kind = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? (kind === 'ipv6' ? 128 : 32)), kind);
  return list.check(host, kind);
}
