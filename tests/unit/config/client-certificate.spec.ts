/** <VENDOR>_CLIENT_CERT and _CLIENT_KEY: read before the first connection, and named where they are wrong. */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readClientCertificate } from '../../../helpers/config/client-certificate.ts';
import { createAuthority } from '../certificates.ts';

const client = createAuthority().issue({ cn: 'client' });
const encrypted = createPrivateKey(client.key)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
  .toString();
let folder: string;
test.beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'client-'));
  for (const [name, text] of Object.entries({
    'cert.pem': client.cert,
    'key.pem': client.key,
    'locked.pem': encrypted,
    'other.txt': 'x',
  }))
    writeFileSync(path.join(folder, name), text);
});
test.afterAll(() => rmSync(folder, { recursive: true }));

function read(variables: Readonly<Record<string, string>>) {
  const problems: string[] = [];
  const found = readClientCertificate(
    'A_',
    ['https://a.example', 'https://a.example'],
    variables,
    (each) => void problems.push(each),
  );
  return { found, problems };
}
const file = (name: string) => path.join(folder, name);

test('two PEM files, or the PEM texts themselves, for each origin once', () => {
  const files = read({ A_CLIENT_CERT: file('cert.pem'), A_CLIENT_KEY: file('key.pem') });
  const texts = read({ A_CLIENT_CERT: client.cert.trim(), A_CLIENT_KEY: client.key.trim() });
  for (const { found, problems } of [files, texts]) {
    expect(problems).toEqual([]);
    expect(found.map(({ origin, cert, key }) => [origin, String(cert), String(key)])).toEqual([
      ['https://a.example', client.cert, client.key],
    ]);
  }
});

test('an encrypted key with its passphrase', () => {
  const { found, problems } = read({
    A_CLIENT_CERT: file('cert.pem'),
    A_CLIENT_KEY: file('locked.pem'),
    A_CLIENT_KEY_PASSPHRASE: 'open sesame',
  });
  expect([found[0]?.passphrase, problems]).toEqual(['open sesame', []]);
});

for (const [variables, says] of [
  [{ A_CLIENT_CERT: 'cert.pem' }, 'A_CLIENT_CERT and A_CLIENT_KEY belong together: only A_CLIENT_CERT is set'],
  [{ A_CLIENT_KEY_PASSPHRASE: 'planted' }, 'A_CLIENT_KEY_PASSPHRASE is set but A_CLIENT_KEY is not'],
  [{ A_CLIENT_CERT: 'cert.pem', A_CLIENT_KEY: 'planted.pem' }, 'A_CLIENT_KEY points to a file that cannot be read'],
  [{ A_CLIENT_CERT: 'other.txt', A_CLIENT_KEY: 'key.pem' }, 'A_CLIENT_CERT is no certificate in PEM form'],
  [{ A_CLIENT_CERT: 'cert.pem', A_CLIENT_KEY: 'other.txt' }, 'A_CLIENT_KEY is no private key in PEM form'],
  [
    { A_CLIENT_CERT: 'cert.pem', A_CLIENT_KEY: 'locked.pem', A_CLIENT_KEY_PASSPHRASE: 'planted' },
    'A_CLIENT_KEY_PASSPHRASE is not its passphrase',
  ],
] as const)
  test(`a problem: ${says}`, () => {
    const inFolder = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        name,
        value.endsWith('m') || value.endsWith('t') ? file(value) : value,
      ]),
    );
    const { found, problems } = read(inFolder);
    expect(found).toEqual([]);
    expect(problems.join('\n')).toContain(says);
    expect(problems.join('\n')).not.toContain('planted');
  });

test('none is set: nothing is read', () => {
  expect(read({})).toEqual({ found: [], problems: [] });
});
