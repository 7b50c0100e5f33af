/** HTTPS_PROXY and NO_PROXY: which connection goes where. */
import { expect, test } from '@playwright/test';
import { proxyAuthorization, proxyFor, readProxy } from '../../../helpers/config/proxy.ts';

const proxy = 'http://proxy.example:3128';
const to = (host: string, port: number, environment: Readonly<Record<string, string>>) =>
  proxyFor(host, port, readProxy(environment).settings);

test('https goes through HTTPS_PROXY, port 80 through HTTP_PROXY, both through ALL_PROXY', () => {
  expect(to('api.example', 443, { HTTPS_PROXY: proxy })).toBe(proxy);
  expect(to('api.example', 8443, { https_proxy: proxy })).toBe(proxy);
  expect(to('api.example', 80, { HTTPS_PROXY: proxy })).toBeUndefined();
  expect(to('api.example', 80, { HTTP_PROXY: proxy })).toBe(proxy);
  expect([443, 80].map((port) => to('api.example', port, { ALL_PROXY: proxy }))).toEqual([proxy, proxy]);
  expect(to('api.example', 443, {})).toBeUndefined();
});

test('the lower-case spelling counts, a missing scheme is http', () => {
  expect(to('a.example', 443, { HTTPS_PROXY: 'http://other:1', https_proxy: 'proxy.example:3128' })).toBe(proxy);
});

test('this machine is always reached directly', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', '::1', 'max.localhost'])
    expect(to(host, 443, { HTTPS_PROXY: proxy }), host).toBeUndefined();
});

for (const [entry, direct, through] of [
  ['*', ['a.example', '10.1.2.3'], []],
  ['corp.example', ['corp.example', 'a.corp.example', 'CORP.example'], ['acorp.example', 'corp.example.net']],
  ['.corp.example', ['corp.example', 'a.b.corp.example'], ['acorp.example']],
  ['*.corp.example', ['a.corp.example'], ['acorp.example']],
  ['corp.example:8443', [], ['corp.example']],
  ['corp.example:443', ['corp.example'], ['other.example']],
  ['10.1.2.3', ['10.1.2.3'], ['10.1.2.4']],
  ['10.0.0.0/8', ['10.1.2.3'], ['11.1.2.3', 'a.example']],
  ['[fd00::1]:443', ['fd00::1', '[fd00::1]'], ['fd00::2']],
  ['fd00::/8', ['fd12::1'], ['fe80::1']],
  ['a.example, b.example  c.example', ['a.example', 'b.example', 'c.example'], ['d.example']],
] as const)
  test(`NO_PROXY=${entry}`, () => {
    const environment = { HTTPS_PROXY: proxy, NO_PROXY: entry };
    for (const host of direct) expect(to(host, 443, environment), host).toBeUndefined();
    for (const host of through) expect(to(host, 443, environment), host).toBe(proxy);
  });

test('credentials in the URL are sent as Basic, and are secrets', () => {
  const url = 'http://user:p%40ss-word@proxy.example:3128';
  expect(proxyAuthorization(url)).toBe(`Basic ${Buffer.from('user:p@ss-word').toString('base64')}`);
  expect(proxyAuthorization(proxy)).toBeUndefined();
  expect(readProxy({ HTTPS_PROXY: url }).secrets).toEqual([
    { name: 'HTTPS_PROXY', value: 'p@ss-word' },
    { name: 'HTTPS_PROXY', value: Buffer.from('user:p@ss-word').toString('base64') },
  ]);
});

test('what is no http or https proxy is a problem, without its value', () => {
  const { problems, settings } = readProxy({ HTTPS_PROXY: 'socks5://planted:1', http_proxy: 'http://planted host' });
  expect(problems).toEqual([
    'HTTPS_PROXY must be the URL of an http or https proxy: others are not supported',
    'http_proxy must be the URL of a proxy, such as http://proxy.example:3128',
  ]);
  expect(settings).toEqual({ none: [] });
});
