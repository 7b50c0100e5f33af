/** Changed answers that any clause about a body may fail on: what none of them makes fail could not have failed. */
import { isObject } from '../contract/pointer.ts';
import type { Answer, Json } from '../contract/types.ts';
import { json, mediaType } from '../checks/read.ts';
import { isXml } from '../contract/media-type.ts';
import { xmlMutations } from './xml-mutations.ts';

/** Values of an answer that are changed at most: the first items of lists stand for the others. */
const mostPlaces = 15;

/** More items than most documents allow. */
const manyItems = 101;

/** The answer with another body, one change each. */
export function mutations(answer: Answer): Answer[] {
  const headers = answer.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  const of = (text: string): Answer => ({ ...answer, headers, body: Buffer.from(text) });
  if (answer.body.length === 0) return [of('x')];
  if (isXml(mediaType(answer) ?? '')) return xmlMutations(new TextDecoder().decode(answer.body)).map(of);
  const parsed = json(answer);
  if (!parsed.ok) return [];
  const changed = changes(parsed.value, { left: mostPlaces }).map((value) => of(JSON.stringify(value)));
  const trace = JSON.stringify([parsed.value, 'Error\n    at run (/srv/app/index.js:10:5)']);
  return [of(parsed.text.slice(0, -1)), of(trace), ...changed];
}

/** A value with one place in it changed: gone, of another type, or of the same type and unlikely. */
function changes(value: Json, places: { left: number }): Json[] {
  if (places.left <= 0) return [];
  places.left -= 1;
  const own = others(value);
  if (Array.isArray(value)) {
    const [first, ...rest] = value as readonly Json[];
    return first === undefined ? own : [...own, ...changes(first, places).map((each) => [each, ...rest])];
  }
  if (!isObject(value)) return own;
  return [
    ...own,
    ...Object.keys(value)
      .slice(0, mostPlaces)
      .flatMap((name) => {
        const { [name]: inner = null, ...rest } = value;
        return [rest, ...changes(inner, places).map((each) => ({ ...value, [name]: each }))];
      }),
  ];
}

function others(value: Json): Json[] {
  if (typeof value === 'string') return [12_345, '', '\u00a7 no such form \u00a7', 'x'.repeat(value.length + 5_000)];
  // Integers, too: a fraction breaks the type of one before its bounds.
  if (typeof value === 'number') return ['text', -987_654.5, -987_654, 9e15, value + 0.012_345];
  if (!Array.isArray(value)) return ['text', 12_345];
  const [first] = value as readonly Json[];
  const isSmall = first !== undefined && JSON.stringify(first).length < 200;
  return ['text', 12_345, [], ...(isSmall ? [Array.from({ length: manyItems }, () => first)] : [])];
}
