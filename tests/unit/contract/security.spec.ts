/** Security schemes and requirements, as documents declare them. */
import { expect, test } from '@playwright/test';
import { needsCredential, schemeNames } from '../../../helpers/contract/security.ts';
import { tinyOperation } from './tiny.ts';

const securitySchemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
  query: { type: 'apiKey', in: 'query', name: 'api_key' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  basic: { type: 'http', scheme: 'basic' },
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://a.example/token', scopes: { 'things:read': 'reads' } } },
  },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://a.example/.well-known/openid-configuration' },
  alias: { $ref: '#/components/securitySchemes/key' },
};

const operationWith = (security: unknown, more: object = {}) =>
  tinyOperation({
    openapi: '3.1.0',
    more: { components: { securitySchemes: { ...securitySchemes, tls: { type: 'mutualTLS' } } }, ...more },
    operation: security === undefined ? {} : { security },
  });

const only = async (name: string) => (await operationWith([{ [name]: [] }])).security[0]?.[0]?.scheme;

test('a scheme says where its credential stands', async () => {
  expect(await only('key')).toMatchObject({ type: 'apiKey', in: 'header', parameter: 'X-Api-Key', name: 'key' });
  expect(await only('query')).toMatchObject({ type: 'apiKey', in: 'query', parameter: 'api_key' });
  expect(await only('session')).toMatchObject({ type: 'apiKey', in: 'cookie', parameter: 'sid' });
  expect(await only('bearer')).toMatchObject({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  expect(await only('basic')).toMatchObject({ type: 'http', scheme: 'basic' });
  expect(await only('oauth')).toMatchObject({
    type: 'oauth2',
    flows: [{ grant: 'clientCredentials', tokenUrl: 'https://a.example/token', scopes: ['things:read'] }],
  });
  expect(await only('oidc')).toMatchObject({ type: 'openIdConnect' });
  expect(await only('tls')).toMatchObject({ type: 'mutualTLS' });
  expect(await only('alias')).toMatchObject({ name: 'alias', parameter: 'X-Api-Key' });
});

test('requirements are alternatives of schemes that are needed together', async () => {
  const operation = await operationWith([{ key: [], session: [] }, { oauth: ['things:read'] }]);
  expect(operation.security.map((needs) => needs.map(({ scheme, scopes }) => [scheme.name, scopes]))).toEqual([
    [
      ['key', []],
      ['session', []],
    ],
    [['oauth', ['things:read']]],
  ]);
  expect(needsCredential(operation)).toBe(true);
  expect(schemeNames(operation)).toEqual(['key', 'session', 'oauth']);
});

test('the requirements of the document hold where the operation has none, and an empty list opens it', async () => {
  expect(schemeNames(await operationWith(undefined, { security: [{ key: [] }] }))).toEqual(['key']);
  expect((await operationWith([], { security: [{ key: [] }] })).security).toEqual([]);
});

test('an empty requirement among others lets the operation be called without a credential', async () => {
  const operation = await operationWith([{ key: [] }, {}]);
  expect(operation.security.map((needs) => needs.length)).toEqual([1, 0]);
  expect(needsCredential(operation)).toBe(false);
  expect(schemeNames(operation)).toEqual([]);
});

test('a scheme that is declared nowhere is needed all the same, and unknown', async () => {
  const operation = await operationWith([{ gone: [] }]);
  expect(operation.security[0]?.[0]?.scheme).toMatchObject({ type: 'unknown', name: 'gone' });
  expect(needsCredential(operation)).toBe(true);
});
