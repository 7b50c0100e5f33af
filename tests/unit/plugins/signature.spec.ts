/** Signed URLs of every kind that a vendor might give: read, and altered in one thing. */
import { expect, test } from '@playwright/test';
import {
  isSigned,
  lifeOf,
  unsigned,
  withLaterDate,
  withLaterExpiry,
  withOtherPath,
  withOtherSignature,
  withPathOf,
} from '../../../helpers/plugins/signature.ts';

const now = Math.floor(Date.now() / 1_000);
const inAnHour = now + 3_600;
const hex = '0123456789abcdef'.repeat(4);
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (exp: number) =>
  `${base64url({ alg: 'HS256' })}.${base64url({ url: 'a/b.png', exp })}.${'sIg-'.repeat(10)}k`;
const amzDate = (second: number) =>
  new Date(second * 1_000)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
const aws = (seconds = 3_600, date = now) =>
  `https://b.s3.amazonaws.com/notes/a.png?X-Amz-Date=${amzDate(date)}&X-Amz-Expires=${seconds}&X-Amz-Signature=${hex}`;

/** For each kind: a URL, its signature changed, its expiry changed, and itself without a signature. */
const kinds: Readonly<Record<string, readonly [url: string, other: string, later: string | undefined, bare?: string]>> =
  {
    'AWS, Signature Version 4': [aws(), aws().replace(/f$/, '0'), aws(7_200), 'https://b.s3.amazonaws.com/notes/a.png'],
    'AWS, Signature Version 2': [
      `https://b.example/a.png?Expires=${inAnHour}&Signature=abcdefghijklmnopqrstuvwxyz0%3D`,
      `https://b.example/a.png?Expires=${inAnHour}&Signature=abcdefghijklmnopqrstuvwxy00%3D`,
      `https://b.example/a.png?Expires=${inAnHour + 3_600}&Signature=abcdefghijklmnopqrstuvwxyz0%3D`,
      'https://b.example/a.png',
    ],
    Azure: [
      `https://b.example/a.png?se=${encodeURIComponent(new Date(inAnHour * 1_000).toISOString())}&sig=abcdefghijklmnopq`,
      `https://b.example/a.png?se=${encodeURIComponent(new Date(inAnHour * 1_000).toISOString())}&sig=abcdefghijklmno0q`,
      `https://b.example/a.png?se=${encodeURIComponent(new Date((inAnHour + 3_600) * 1_000).toISOString())}&sig=abcdefghijklmnopq`,
      'https://b.example/a.png',
    ],
    'a JSON Web Token': [
      `https://b.example/a.png?token=${token(inAnHour)}`,
      `https://b.example/a.png?token=${token(inAnHour).replace(/.(.)$/, '0$1')}`,
      `https://b.example/a.png?token=${token(inAnHour + 3_600)}`,
      'https://b.example/a.png',
    ],
    'expiry and signature in the path': [
      `https://cdn.example/p/${inAnHour}/${hex}/notes/a.png`,
      `https://cdn.example/p/${inAnHour}/${hex.slice(0, -1)}0/notes/a.png`,
      `https://cdn.example/p/${inAnHour + 3_600}/${hex}/notes/a.png`,
    ],
    'signature and expiry in the path': [
      `https://cdn.example/${hex}/${inAnHour}/notes/a.png?w=100`,
      `https://cdn.example/${hex.slice(0, -1)}0/${inAnHour}/notes/a.png?w=100`,
      `https://cdn.example/${hex}/${inAnHour + 3_600}/notes/a.png?w=100`,
      `https://cdn.example/${hex}/${inAnHour}/notes/a.png`,
    ],
    'a key of no known kind': [
      'https://b.example/a.png?k=abcdefghijklmnopqrstuvwxyz',
      'https://b.example/a.png?k=abcdefghijklmnopqrstuvwx0z',
      undefined,
      'https://b.example/a.png',
    ],
  };

for (const [kind, [url, other, later, bare]] of Object.entries(kinds))
  test(`${kind}: is read, and altered in one place`, () => {
    expect(isSigned(url)).toBe(true);
    expect(withOtherSignature(url)).toBe(other);
    expect(withLaterExpiry(url)).toBe(later);
    expect(unsigned(url)).toBe(bare);
    expect(lifeOf(url, now)).toBe(later === undefined ? undefined : 'an hour from now');
  });

for (const url of [
  'https://b.example/notes/a.png',
  `https://b.example/${now - 60}/${hex}/a.png`,
  'https://b.example/a.png?w=100&h=200',
])
  test(`${url.replace(/\d{10}/, '…').replace(hex, '…')} is not signed`, () => {
    expect(isSigned(url)).toBe(false);
    expect(withOtherSignature(url)).toBeUndefined();
    expect(lifeOf(url, now)).toBe('no expiry that can be read');
  });

for (const [of, url, life] of [
  ['59 minutes', aws(3_540), '3540 seconds from now'],
  ['an hour but a second', aws(3_599), 'an hour from now'],
  ['a week', aws(604_800), '604800 seconds from now'],
  ['no length', aws().replace(/&X-Amz-Expires=\d+/, ''), 'no expiry that can be read'],
  ['two hours from a token', `https://b.example/a?t=${token(now + 7_200)}`, '7200 seconds from now'],
] as const)
  test(`a lifetime of ${of} is read`, () => expect(lifeOf(url, now)).toBe(life));

test('the lifetime starts when the URL was signed', () =>
  expect(lifeOf(aws(3_600, now - 7_200), now)).toMatch(/^3600 seconds from \d{4}-/));

test('a later date is a minute later', () =>
  expect(withLaterDate(aws(3_600, 1_700_000_000))).toBe(aws(3_600, 1_700_000_060)));

test('a signature of one image is used for another: in the query, and in the path', () => {
  const other = aws().replace('a.png', 'b.png').replace(hex, 'f'.repeat(64));
  expect(withPathOf(aws(), other)).toBe(aws().replace('a.png', 'b.png'));
  const [mine, theirs] = ['a.png', 'b.png'].map(
    (name, n) => `https://c.example/${inAnHour + n}/${String(n).repeat(40)}/${name}`,
  );
  expect(withPathOf(mine ?? '', theirs ?? '')).toBe(`https://c.example/${inAnHour}/${'0'.repeat(40)}/b.png`);
  expect(withPathOf(aws(), aws())).toBeUndefined();
  expect(withOtherPath('https://b.example/n/a.png?x=1')).toBe('https://b.example/n/0.png?x=1');
});
