/** Without stacks a run is faster; a request by https needs them. */
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { expect, test } from '@playwright/test';
import { dropStacks, keepStacksFor } from '../../../helpers/client/stacks.ts';
import { createAuthority } from '../certificates.ts';
import { tinyOperation } from '../contract/tiny.ts';
import { plan, rawServer, wireTo } from './server.ts';

const operation = await tinyOperation();
const hasStack = (): boolean => /^\s+at /m.test(new Error('here').stack ?? '');

test('errors have no stack until a request goes out by https, which reaches its server', async () => {
  const { cert, key } = createAuthority('Somebody').issue({ cn: 'localhost' });
  const [plain, secure] = [await rawServer(), tls.createServer({ cert, key }, (socket) => socket.end())];
  secure.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const wires = [
    await wireTo(plain.baseUrl),
    await wireTo(`https://127.0.0.1:${(secure.address() as AddressInfo).port}`),
  ] as const;
  try {
    dropStacks();
    expect((await wires[0].send({ operation, plan: plan(operation) })).kind).toBe('answered');
    expect(hasStack()).toBe(false);
    expect(await wires[1].send({ operation, plan: plan(operation) })).toMatchObject({
      because: expect.stringContaining('its certificate is not trusted') as unknown,
    });
    expect(hasStack()).toBe(true);
  } finally {
    keepStacksFor('https://');
    for (const wire of wires) await wire.close();
    secure.close();
    await plain.close();
  }
});
