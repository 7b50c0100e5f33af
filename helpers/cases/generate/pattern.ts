/** A text that matches a pattern (ECMA-262), made of the plainest characters that it allows. */

type Part =
  | { readonly kind: 'character'; readonly class: string }
  | { readonly kind: 'group'; readonly branches: readonly (readonly Part[])[] }
  | { readonly kind: 'repeat'; readonly of: Part; readonly min: number; readonly max: number }
  | { readonly kind: 'nothing' };

/** Characters in the order in which they are tried. */
const plain =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_. /:+@,;=#!$%&*()[]{}<>?\'"^`|~\\\t\n\r\u00e9\u4e2d';

const known = new Map<string, string>();

/** The characters of one class (`[a-f]`, `\d`, `.`, `x`), plainest first; empty where none of those tried is in it. */
function charactersOf(source: string): string {
  const found = known.get(source);
  if (found !== undefined) return found;
  const expression = compiled(`^(?:${source})$`);
  const characters = expression
    ? Array.from(plain)
        .filter((each) => expression.test(each))
        .join('')
    : '';
  known.set(source, characters);
  return characters;
}

function compiled(source: string): RegExp | undefined {
  for (const flags of ['u', ''])
    try {
      return new RegExp(source, flags);
    } catch {
      // The other flags may do.
    }
  return undefined;
}

/** Reads a pattern. Throws where it has what is not read here (back references by name, unbalanced brackets). */
function parse(pattern: string): Part {
  let at = 0;
  const rest = () => pattern.slice(at);
  const take = (expression: RegExp): RegExpExecArray | undefined => {
    const found = expression.exec(rest());
    if (!found) return undefined;
    at += found[0].length;
    return found;
  };

  function alternatives(): Part {
    const branches: Part[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (take(/^\|/)) branches.push([]);
      else branches.at(-1)?.push(repeated(atom()));
    }
    return { kind: 'group', branches };
  }

  function atom(): Part {
    if (take(/^(?:\^|\$|\\[bB])/)) return { kind: 'nothing' };
    const group = take(/^\((?:\?(?:<?([=!])|[:]|<\w+>))?/);
    if (group) {
      const inner = alternatives();
      if (!take(/^\)/)) throw new Error('a bracket is not closed');
      // What stands in a look-around is no part of the text.
      return group[1] === undefined ? inner : { kind: 'nothing' };
    }
    const one = take(
      /^(?:\[(?:\\.|[^\]\\])*\]|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[pP]\{[^}]+\}|c[a-z]|[^])|[^])/iu,
    );
    if (!one) throw new Error('the pattern ends too early');
    return { kind: 'character', class: one[0] };
  }

  function repeated(of: Part): Part {
    const found = take(/^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/);
    if (!found) return of;
    const [, sign, low, comma, high] = found;
    if (sign !== undefined) return { kind: 'repeat', of, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const min = Number(low);
    return { kind: 'repeat', of, min, max: comma === '' ? min : high === '' ? Infinity : Number(high) };
  }

  const read = alternatives();
  if (at < pattern.length) throw new Error('a bracket is closed that was not opened');
  return read;
}

/** How a text is written out: `extra` repetitions more than needed, and `variant` counts through characters and branches. */
interface Way {
  extra: number;
  readonly variant: number;
}

function write(part: Part, way: Way): string {
  switch (part.kind) {
    case 'nothing':
      return '';
    case 'character': {
      const characters = Array.from(charactersOf(part.class));
      if (characters.length === 0) throw new Error(`no character is known for ${part.class}`);
      return characters[way.variant % characters.length] ?? '';
    }
    case 'group': {
      const branch = part.branches[way.variant % part.branches.length] ?? [];
      return branch.map((each) => write(each, way)).join('');
    }
    case 'repeat': {
      const more = Math.min(way.extra, part.max - part.min);
      way.extra -= more;
      const once = part.min + more === 0 ? '' : write(part.of, way);
      return once.repeat(part.min + more);
    }
  }
}

export interface Lengths {
  readonly min: number;
  readonly max: number;
}

/** Longest text that is made. */
const longest = 20_000;

/**
 * A text that `accepts` takes and whose length is within bounds, or undefined where none was found. `variant` 0, 1, 2 … gives
 * other texts where the pattern has room for them.
 */
export function textMatching(
  pattern: string,
  { min, max }: Lengths,
  accepts: (text: string) => boolean,
  variant = 0,
): string | undefined {
  let root: Part;
  try {
    root = parse(pattern);
  } catch {
    return undefined;
  }
  const extras = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, min, min - 1, min - 2, min - 4, min - 8].filter(
    (each) => each >= 0,
  );
  for (const extra of new Set(extras)) {
    try {
      const made = write(root, { extra, variant });
      if (made.length > longest) return undefined;
      const text = made.length < min ? made.padEnd(min, 'a') : made;
      for (const each of new Set([made, text]))
        if (each.length >= min && each.length <= max && accepts(each)) return each;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
