/** X.509 certificates made for one test: a CA of its own, a server, a client (RFC 5280, DER by hand). */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

export interface Issued {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes));
const utf8 = (text: string) => der(0x0c, Buffer.from(text));
const yes = der(0x01, Buffer.from([0xff]));
const octets = (content: Buffer) => der(0x04, content);
const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);
const explicit = (number: number, content: Buffer) => der(0xa0 + number, content);
const time = (date: Date) => der(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`));

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const name = (text: string) => sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), utf8(text))));
const extension = (id: Buffer, isCritical: boolean, content: Buffer) =>
  sequence(id, ...(isCritical ? [yes] : []), octets(content));

/** Names and addresses that a server is known by. */
const alternatives = (names: readonly string[]) =>
  extension(
    oid(0x55, 0x1d, 0x11),
    false,
    sequence(
      ...names.map((each) =>
        isIP(each) === 4
          ? der(0x87, Buffer.from(each.split('.').map(Number)))
          : isIP(each) === 6
            ? der(0x87, Buffer.from([...Array<number>(15).fill(0), 1]))
            : der(0x82, Buffer.from(each)),
      ),
    ),
  );

interface Subject {
  readonly cn: string;
  readonly names?: readonly string[];
  readonly isCa?: boolean;
  /** Moment at which it ends; default: an hour from now. */
  readonly until?: Date;
}

function issue({ cn, names = [], isCa = false, until }: Subject, issuer: { cn: string; key?: KeyObject }): Issued {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const extensions = [
    ...(isCa ? [extension(oid(0x55, 0x1d, 0x13), true, sequence(yes))] : []),
    ...(names.length > 0 ? [alternatives(names)] : []),
  ];
  const body = sequence(
    explicit(0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name(issuer.cn),
    sequence(time(new Date(Date.now() - 86_400_000)), time(until ?? new Date(Date.now() + 3_600_000))),
    name(cn),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [explicit(3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', body, issuer.key ?? pair.privateKey);
  const text =
    sequence(body, ecdsaWithSha256, bits(signature))
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${text.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export interface Authority extends Issued {
  /** A certificate of this authority. */
  issue(subject: Subject): Issued;
}

/** Makes a certificate authority. */
export function createAuthority(cn = 'Test CA'): Authority {
  const own = issue({ cn, isCa: true }, { cn });
  const key = createPrivateKey(own.key);
  return { ...own, issue: (subject) => issue(subject, { cn, key }) };
}
