/** Patterns: the same texts match as with the engine of JavaScript, in linear time; what cannot be run says so. */
import { expect, test } from '@playwright/test';
import { many } from '../many.ts';
import fc from 'fast-check';
import { compilePattern } from '../../../helpers/contract/patterns.ts';

/** With the flag `u` where the pattern is one with it. */
function native(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

const patterns: readonly (readonly [pattern: string, texts: string[]])[] = [
  ['^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$', ['10.50', '-', '+', '.', '0', '-1.', 'abc', '']],
  ['^(?=.*[A-Z])(?=.*\\d).{8,}$', ['Abcdefg1', 'abcdefg1', 'A1', 'ABCDEFGH']],
  ['^(?!(foo|bar)$)(?!baz).*$', ['foo', 'food', 'bazz', 'x']],
  ['^.{1,2000}$', ['a', '', 'a'.repeat(2_000), 'a'.repeat(2_001), '😀'.repeat(2_000)]],
  ['^(a|b){1001,}$', ['ab'.repeat(501), 'a'.repeat(1_000)]],
  ['^[a-z]{0,65535}$', ['', 'abc', 'A']],
  ['^\\p{L}+$', ['abc', 'éß', '1', 'Ж']],
  ['^\\p{Letter}+$', ['abc', '1']],
  ['^\\p{Script=Greek}+$', ['αβ', 'ab']],
  ['^\\s$', ['\u00a0', '\ufeff', ' ', '\t', 'a', '\u2003', '\u180e', '\u0085']],
  ['^[\\S\\n]$', ['\n', 'a', ' ', '\ufeff']],
  ['^[^\\s]$', ['\u00a0', 'a']],
  ['^.$', ['\n', '\u2028', 'a', '😀', '\r']],
  ['^[🐲🐉]$', ['🐲', '🐉', 'x']],
  ['^[\\w.-]+@[\\w.-]+$', ['a.b@c-d', 'a b@c']],
  ['^(?<y>\\d{4})-(?<m>\\d\\d)$', ['2020-01', '2020-1']],
  ['^\\u0041\\x42\\u{43}$', ['ABC', 'abc']],
  ['^[^]$', ['\n', 'a', '']],
  ['^a[]b$', ['ab']],
  ['^[[^]$', ['[', '^', 'a']],
  ['^\\$\\{[^}]+\\}$', ['${a}', 'a']],
  ['\\d$', ['1\n', '1']],
  ['^a\\@b\\"$', ['a@b"']],
  ['^\\-[\\-\\_]+$', ['--_', '-']],
  ['[a-z&&[^b]]', ['b]', 'c', '&]']],
  ['^(?:foo|bar){2}$', ['foobar', 'foo']],
  ['\\bfoo\\b', ['a foo b', 'afoo']],
];
for (const [pattern, texts] of patterns)
  test(`a pattern matches as in JavaScript: ${pattern}`, () => {
    const [ours, theirs] = [compilePattern(pattern), native(pattern)];
    for (const text of texts) expect(ours.test(text), JSON.stringify(text.slice(0, 20))).toBe(theirs.test(text));
  });

test('patterns made of classes, groups and counts match as in JavaScript', () => {
  const atom = fc.constantFrom('a', 'b', '.', '\\d', '\\s', '\\S', '[ab]', '[^a\\s]', '(?:ab|b)', '\\.', '[\\]^-]');
  const repeat = fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{0,2}?');
  const pattern = fc
    .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 5 })
    .chain((parts) => fc.constantFrom(parts.flat().join(''), `^${parts.flat().join('')}$`));
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '1', ' ', '.', '\n', ']', '^', '\u00a0', '😀'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(pattern, text, (source, value) => compilePattern(source).test(value) === native(source).test(value)),
    { numRuns: many(1_000), seed: 1 },
  );
});

for (const [pattern, reason] of [
  ['(a)\\1', /back references/],
  ['a(?=b)', /look-ahead/],
  ['(?<=a)b', /look-behind/],
  ['(?i)abc', /Invalid group/],
  ['\\Aabc\\Z', /is no escape$/],
  ['/^a$/i', /literal between slashes/],
  ['/a$/', /literal between slashes/],
  ['[', /Invalid regular expression/],
  ['^((a{1000}){1000}){1000}$', /further than can be matched|invalid/i],
] as const)
  test(`a pattern that cannot be run says why: ${pattern}`, () => {
    expect(() => compilePattern(pattern)).toThrow(reason);
  });

test('slashes that a text can have stay what they are', () => {
  for (const [pattern, text] of [
    ['/a/', 'x/a/y'],
    ['^/a$', '/a'],
    ['/[$]/', '/$/'],
    ['/\\$/', '/$/'],
  ] as const)
    expect(compilePattern(pattern).test(text), pattern).toBe(true);
});

test('a pattern that hangs a backtracking engine terminates', () => {
  expect(compilePattern('^(a+)+$').test(`${'a'.repeat(50_000)}!`)).toBe(false);
  expect(compilePattern('^(.*,){20}x$').test('a,'.repeat(5_000))).toBe(false);
});
