/** What a page of prose contradicts itself in, as far as its types show it. */
import { isDeepStrictEqual } from 'node:util';
import { join } from '../pointer.ts';
import type { Block, OperationSection } from './prose-sections.ts';
import type { ImportNote } from './published.ts';
import type { DeclaredType } from './typescript-types.ts';

/** Notes about one operation of a page; `pointer` is where the skeleton has it. */
export function proseNotes(
  section: OperationSection,
  pointer: string,
  types: ReadonlyMap<string, readonly DeclaredType[]>,
): ImportNote[] {
  const parts = [
    { pointer: join(pointer, 'requestBody'), blocks: section.request },
    ...section.statuses.map(({ status, blocks }) => ({ pointer: join(pointer, 'responses', status), blocks })),
  ];
  return [
    ...parts.flatMap((part) => undeclared(part.pointer, declarations(part.blocks), types)),
    ...declaredTwice(pointer, types),
    ...parts.flatMap((part) => malformed(part.pointer, declarations(part.blocks))),
    ...parts.flatMap((part) => unread(part.pointer, part.blocks)),
    ...section.statuses
      .filter(({ blocks }) => !blocks.some(({ kind }) => kind !== 'unread'))
      .map(({ status }): ImportNote => ({
        code: 'no-schema',
        pointer: join(pointer, 'responses', status),
        names: [status],
        sentence: `${status} is named without a body`,
      })),
  ];
}

const declarations = (blocks: readonly Block[]): DeclaredType[] =>
  blocks.flatMap((block) => (block.kind === 'type' ? [block.declared] : []));

/** Names that are used and declared nowhere on the page, with what stands beside them under another name. */
function undeclared(
  pointer: string,
  declared: readonly DeclaredType[],
  types: ReadonlyMap<string, readonly DeclaredType[]>,
): ImportNote[] {
  const used = new Set(declared.flatMap(({ uses }) => uses));
  const enums = declared.flatMap(({ name, schema }) =>
    name !== undefined && schema['enum'] !== undefined ? [name] : [],
  );
  const beside = enums.filter((name) => !used.has(name));
  return [...used]
    .filter((name) => !types.has(name))
    .map((name) => ({
      code: 'undeclared-type',
      pointer,
      names: [name, ...beside],
      sentence:
        beside[0] === undefined
          ? `the type ${name} is used and declared nowhere on the page`
          : `the type ${name} is used and declared nowhere on the page; beside it ${beside[0]} is declared and not used`,
    }));
}

function declaredTwice(pointer: string, types: ReadonlyMap<string, readonly DeclaredType[]>): ImportNote[] {
  return [...types].flatMap(([name, [first, ...others]]): ImportNote[] =>
    first && others.some(({ schema }) => !isDeepStrictEqual(schema, first.schema))
      ? [
          {
            code: 'type-declared-twice',
            pointer,
            names: [name],
            sentence: `${name} is declared ${others.length + 1} times, not always alike`,
          },
        ]
      : [],
  );
}

const malformed = (pointer: string, declared: readonly DeclaredType[]): ImportNote[] =>
  declared
    .filter((each) => each.malformed)
    .map(({ name = '' }) => ({
      code: 'enum-syntax',
      pointer,
      names: [name],
      sentence: `${name} is not written as TypeScript has it (commas, equals signs)`,
    }));

const unread = (pointer: string, blocks: readonly Block[]): ImportNote[] =>
  blocks.flatMap((block) =>
    block.kind === 'unread'
      ? [
          {
            code: 'unread-block',
            pointer,
            names: [],
            sentence: `a block of code could not be read: ${block.text.split('\n')[0]?.slice(0, 60) ?? ''}`,
          },
        ]
      : [],
  );
