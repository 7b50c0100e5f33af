/** Text of headers and plain bodies as values: what it may mean, by style simple (OpenAPI 3.0.3, Header Object and Style Values). */
import { text } from '../contract/text.ts';
import type { Json } from '../contract/types.ts';

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What one word may mean: itself, a number, a boolean, null. */
function words(word: string): Json[] {
  const found: Json[] = [word];
  if (number.test(word) && Number.isFinite(Number(word))) found.push(Number(word));
  if (word === 'true' || word === 'false') found.push(word === 'true');
  if (word === 'null' || word === '') found.push(null);
  return found;
}

/** What a text may mean where its type is simple. */
export const textCandidates = (value: string): Json[] => [...new Set([...words(value), ...words(value.trim())])];

/**
 * What the value of a header may mean: a simple value, a list (`a,b`) or an object (`a,1,b,2`, or `a=1,b=2`). Its schema says
 * which; one of these that is valid is enough. `delimiter` stands between the items of a list.
 */
export function headerCandidates(value: string, delimiter = ','): Json[] {
  const items = value === '' ? [] : value.split(delimiter).map((each) => each.trim());
  const typed = items.map((item) => words(item).at(-1) ?? item);
  const pairs = items.map((item) => item.split('='));
  const exploded = pairs.length > 0 && pairs.every(({ length }) => length >= 2);
  return [
    ...textCandidates(value),
    items,
    typed,
    ...(items.length % 2 === 0 ? [alternating(items), alternating(typed)] : []),
    ...(exploded
      ? [(item: string) => item, (item: string) => words(item).at(-1) ?? item].map((read) =>
          Object.fromEntries(pairs.map(([name = '', ...rest]) => [name, read(rest.join('='))])),
        )
      : []),
  ];
}

const alternating = (items: readonly Json[]): Json =>
  Object.fromEntries(
    items.flatMap((name, index) => (index % 2 === 0 ? [[text(name), items[index + 1] ?? null] as const] : [])),
  );
