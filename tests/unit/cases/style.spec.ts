/** Values by style and explode, as the table of OpenAPI 3.0.4 ("Style Examples") has them: blue, three colours, and one by its parts. */
import { expect, test } from '@playwright/test';
import { headerText, pathText, queryPairs, queryText, type Style } from '../../../helpers/cases/style.ts';
import type { Json } from '../../../helpers/contract/types.ts';

const list = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };
const [whole, exploded] = [false, true];

const paths: readonly (readonly [style: string, explode: boolean, value: Json, text: string])[] = [
  ['simple', whole, 'blue', 'blue'],
  ['simple', whole, list, 'blue,black,brown'],
  ['simple', whole, object, 'R,100,G,200,B,150'],
  ['simple', exploded, list, 'blue,black,brown'],
  ['simple', exploded, object, 'R=100,G=200,B=150'],
  ['label', whole, 'blue', '.blue'],
  ['label', whole, list, '.blue,black,brown'],
  ['label', exploded, list, '.blue.black.brown'],
  ['label', exploded, object, '.R=100.G=200.B=150'],
  ['matrix', whole, 'blue', ';color=blue'],
  ['matrix', whole, list, ';color=blue,black,brown'],
  ['matrix', whole, object, ';color=R,100,G,200,B,150'],
  ['matrix', exploded, list, ';color=blue;color=black;color=brown'],
  ['matrix', exploded, object, ';R=100;G=200;B=150'],
  ['simple', whole, 'a/b c,d', 'a%2Fb%20c%2Cd'],
  ['simple', whole, ['a,b', 'c'], 'a%2Cb,c'],
  ['pipeDelimited', whole, list, 'blue%7Cblack%7Cbrown'],
  ['tabDelimited', whole, list, 'blue%09black%09brown'],
  ['simple', whole, 12, '12'],
  ['simple', whole, true, 'true'],
];
for (const [style, explode, value, text] of paths)
  test(`path, ${style}${explode ? ', exploded' : ''}: ${JSON.stringify(value)} is ${text}`, () => {
    expect(pathText('color', value, { style, explode })).toBe(text);
  });

const queries: readonly (readonly [style: Style, value: Json, text: string])[] = [
  [{ style: 'form', explode: exploded }, 'blue', 'color=blue'],
  [{ style: 'form', explode: exploded }, list, 'color=blue&color=black&color=brown'],
  [{ style: 'form', explode: exploded }, object, 'R=100&G=200&B=150'],
  [{ style: 'form', explode: whole }, list, 'color=blue,black,brown'],
  [{ style: 'form', explode: whole }, object, 'color=R,100,G,200,B,150'],
  [{ style: 'spaceDelimited', explode: whole }, list, 'color=blue%20black%20brown'],
  [{ style: 'spaceDelimited', explode: whole }, object, 'color=R%20100%20G%20200%20B%20150'],
  [{ style: 'pipeDelimited', explode: whole }, list, 'color=blue%7Cblack%7Cbrown'],
  [{ style: 'pipeDelimited', explode: exploded }, list, 'color=blue&color=black&color=brown'],
  [{ style: 'deepObject', explode: exploded }, object, 'color[R]=100&color[G]=200&color[B]=150'],
  [{ style: 'deepObject', explode: exploded }, { a: { b: ['x', 'y'] } }, 'color[a][b][0]=x&color[a][b][1]=y'],
];
for (const [style, value, text] of queries)
  test(`query, ${style.style}${style.explode ? ', exploded' : ''}: ${JSON.stringify(value)} is ${text}`, () => {
    const sent = queryText(queryPairs('color', value, style));
    expect(style.style === 'deepObject' ? decodeURIComponent(sent) : sent).toBe(text);
  });

test('query delimiters are encoded inside values only', () => {
  const form = { style: 'form', explode: whole };
  expect(queryText(queryPairs('q', ['a,b', 'c&d=e', 'f g'], form))).toBe('q=a%2Cb,c%26d%3De,f%20g');
  expect(queryText(queryPairs('a b', 'x&y', { style: 'form', explode: exploded }))).toBe('a%20b=x%26y');
});

test('allowReserved keeps reserved characters, except those that would end the value', () => {
  const reserved = { style: 'form', explode: exploded, allowReserved: true };
  expect(queryText(queryPairs('q', 'a/b:c?d@e,f;g$h', reserved))).toBe('q=a/b:c?d@e,f;g$h');
  expect(queryText(queryPairs('q', 'a&b#c+d=e', reserved))).toBe('q=a%26b%23c%2Bd%3De');
});

test('a header is written as it is, without percent-encoding', () => {
  expect(headerText(list, { style: 'simple', explode: whole })).toBe('blue,black,brown');
  expect(headerText(object, { style: 'simple', explode: exploded })).toBe('R=100,G=200,B=150');
  expect(headerText('a b/c', { style: 'simple', explode: whole })).toBe('a b/c');
});
