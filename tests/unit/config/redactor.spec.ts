/** What the redactor takes out by name, and what it leaves because it is no secret. */
import { expect, test } from '@playwright/test';
import { createRedactor } from '../../../helpers/config/redactor.ts';

const redactor = createRedactor([{ name: 'MAX_AI_API_KEY', value: 'sbx/ak+planted=01' }]);

for (const [what, text, shown] of [
  ['a bearer header', 'Authorization: Bearer abc', 'Authorization: Bearer <redacted>'],
  ['a header without a scheme', 'authorization: abc', 'authorization: <redacted>'],
  ['a header in JSON', '{"authorization":"Bearer abc"}', '{"authorization":"Bearer <redacted>"}'],
  ['a header in JSON without a scheme', '{"Authorization": "abc","a":1}', '{"Authorization": "<redacted>","a":1}'],
  ['a cookie', 'Set-Cookie: a=b; Path=/', 'Set-Cookie: <redacted>'],
  ['a key header', "x-api-key: 'abc'", "x-api-key: '<redacted>'"],
  ['a bearer in prose', 'sent Bearer abcdefghijklmn', 'sent Bearer <redacted>'],
  [
    'a signature in an address',
    'https://s/x?a=1&X-Amz-Signature=abc&b=2',
    'https://s/x?a=1&X-Amz-Signature=<redacted>&b=2',
  ],
  ['the same in JSON', '"https://s/x?a=1\\u0026sig=abc"', '"https://s/x?a=1\\u0026sig=<redacted>"'],
  ['a known value', 'x sbx/ak+planted=01 y', 'x <MAX_AI_API_KEY> y'],
  ['a known value, percent-encoded', 'x sbx%2Fak%2Bplanted%3D01 y', 'x <MAX_AI_API_KEY> y'],
  ['a known value, in base64', Buffer.from('app:sbx/ak+planted=01').toString('base64'), /<MAX_AI_API_KEY>/],
] as const)
  test(`taken out: ${what}`, () => {
    const clean = redactor.text(text);
    if (typeof shown === 'string') expect(clean).toBe(shown);
    else expect(clean).toMatch(shown);
  });

for (const text of [
  'curl -H "Authorization: Bearer $MAX_AI_API_KEY"',
  'curl -H "Authorization: Bearer ${MAX_AI_API_KEY%?}0"',
  'curl -H "Authorization: $MAX_AI_API_KEY"',
  'curl -H "Authorization: Bearer undefined"',
  'curl -H "Authorization: Bearer eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.$(cut -d. -f2 <<<$INVOX_ACCESS_TOKEN)."',
  'curl -H "Authorization: Bearer <MAX_AI_API_KEY in the other letter case>"',
  'curl -H "Authorization: Bearer "',
  '{"authorization":"Bearer <MAX_AI_API_KEY>"}',
  'the tokens of a form: token=1',
])
  test(`left as it is: ${text}`, () => {
    expect(redactor.text(text)).toBe(text);
  });

test('what is taken out of JSON leaves JSON', () => {
  const lines = ['Authorization: Bearer ', 'Authorization: Bearer $X', 'Authorization: abc', 'Cookie: a=\\b'];
  for (const line of lines) {
    const text = `curl -H "${line}" 'https://s/x?sig=a'`;
    const once = JSON.stringify({ text, next: 1 });
    expect(JSON.parse(redactor.text(once)), once).toEqual({ text: redactor.text(text), next: 1 });
    const twice = JSON.stringify({ body: once });
    expect(() => JSON.parse((JSON.parse(redactor.text(twice)) as { body: string }).body), twice).not.toThrow();
  }
});
