/** Contradictions of a document with itself, and what others have found in it. */
import { isDeepStrictEqual } from 'node:util';
import { at, isObject, join } from '../../contract/pointer.ts';
import type { Json } from '../../contract/types.ts';
import { placeIn, type GapRule } from './gap.ts';
import { componentOf, responsesIn, schemasBelow } from './schemas.ts';

/** A property whose name is one letter away from one that other schemas use more often: `messsage` beside `message`. */
export const misspelledNames: GapRule = (source) => {
  const roots = responsesIn(source.document).flatMap(({ schemas }) => schemas);
  const owners = new Map<string, string[]>();
  for (const { view } of schemasBelow(source.document, roots))
    for (const [name, pointer] of view.properties) owners.set(name, [...(owners.get(name) ?? []), pointer]);
  return [...owners].flatMap(([name, pointers]) => {
    const likely = [...owners.keys()].find(
      (other) => (owners.get(other)?.length ?? 0) > pointers.length && isOneLetterOff(name, other),
    );
    const [first = ''] = pointers;
    if (likely === undefined) return [];
    const where = [...new Set(pointers.map(componentOf))].join(', ');
    return [
      {
        code: 'misspelled-name',
        at: placeIn(source, first),
        says: `${name} in ${where}, ${likely} everywhere else`,
        question: `Is the property really called ${name} in ${where}, or ${likely} as in the other answers? Which of them should a client read?`,
        adds: pointers.length,
      },
    ];
  });
};

/** One letter more, less or another, in words of five letters and more; plurals and counted names are words of their own. */
export function isOneLetterOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short === long || short.length < 5 || long.length - short.length > 1 || /\d/.test(a + b)) return false;
  if (`${short}s` === long || short.toLowerCase() === long.toLowerCase()) return false;
  const index = Array.from(short).findIndex((letter, place) => letter !== long[place]);
  const from = index < 0 ? short.length : index;
  return short.length === long.length
    ? short.slice(from + 1) === long.slice(from + 1)
    : short.slice(from) === long.slice(from + 1);
}

/** An example that its own schema would not allow. */
export const wrongExamples: GapRule = (source) => {
  const roots = responsesIn(source.document).flatMap(({ schemas }) => schemas);
  return schemasBelow(source.document, roots).flatMap(({ name, view }) => {
    const example = at(source.document, join(view.pointer, 'example'));
    if (example === undefined || allows(view.types, view.nullable, view.keywords.get('enum'), example)) return [];
    return [
      {
        code: 'wrong-example',
        at: placeIn(source, join(view.pointer, 'example')),
        says: `the example of ${name === '' ? componentOf(view.pointer) : name} is not what its schema allows`,
        question: `The example ${JSON.stringify(example).slice(0, 60)} of ${name === '' ? componentOf(view.pointer) : name} contradicts its schema: which of them is right?`,
        adds: Math.max(1, source.weightOf(view.pointer)),
      },
    ];
  });
};

function allows(
  types: readonly string[] | undefined,
  nullable: boolean,
  values: Json | undefined,
  example: Json,
): boolean {
  if (example === null) return nullable || types === undefined;
  if (Array.isArray(values) && !values.some((each) => isDeepStrictEqual(each, example))) return false;
  if (types === undefined) return true;
  const type = Array.isArray(example) ? 'array' : isObject(example) ? 'object' : typeof example;
  return types.includes(type) || (type === 'number' && types.includes('integer') && Number.isInteger(example));
}

const askOf: Readonly<Record<string, (names: readonly string[], where: string) => string>> = {
  'undeclared-type': ([used = '', declared], where) =>
    declared === undefined
      ? `${where} uses the type ${used}, which is declared nowhere: what are its values?`
      : `${where} uses the type ${used}, and ${declared} is what is declared beside it: are they the same, and are the values printed there all there are?`,
  'type-declared-twice': ([name = ''], where) =>
    `${name} is declared several times with different members (${where}): which members belong to which answer?`,
  'enum-syntax': ([name = '']) =>
    `${name} is not written as TypeScript has it: are these all of its values, as printed?`,
  'no-server': () => 'At which addresses is the API reached, in production and for tests?',
  'no-schema': ([status = ''], where) => `What is the schema of the body of ${status} (${where})?`,
};

/** What the importer saw while it read a page of prose. */
export const importNotes: GapRule = (source) =>
  source.notes.map(({ code, pointer, names, sentence }) => ({
    code,
    at: placeIn(source, pointer),
    says: sentence,
    question: askOf[code]?.(names, operationIn(pointer)) ?? `${sentence}: what is meant?`,
    adds: code === 'no-server' ? 1 : Math.max(1, names.length),
  }));

/** `DELETE /v1/delete-document, 400` of a pointer into paths. */
function operationIn(pointer: string): string {
  const [, root, path = '', method = '', part, status] = pointer
    .split('/')
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root !== 'paths') return 'the document';
  return `${method.toUpperCase()} ${path}${part === 'responses' && status !== undefined ? `, ${status},` : ''}`;
}

/** What the reader of contracts found wrong. */
export const documentProblems: GapRule = (source) =>
  source.problems.map(({ pointer, sentence }) => ({
    code: 'document-problem',
    at: placeIn(source, pointer),
    says: sentence,
    question: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}: what is meant here?`,
    adds: Math.max(1, source.weightOf(pointer)),
  }));

/** Statuses that runs have seen and that no page names. */
export const seenStatuses: GapRule = (source) =>
  [...source.seen].flatMap(([operation, statuses]) =>
    statuses.map((status) => ({
      code: 'undocumented-status-seen',
      at: placeIn(source, ''),
      says: `${operation} was answered with ${status}, which is not documented`,
      question: `${operation} answers with ${status}: when, and with which body?`,
      adds: 6,
    })),
  );
