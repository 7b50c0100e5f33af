/** Patterns of ECMA-262 (JSON Schema validation 6.3.3) on RE2, whose time is linear in the text. */
import { RE2JS } from 're2js';
import { inside, outside } from './pattern-escapes.ts';

/** A pattern that can be searched for in a text, at linear cost. */
export interface Pattern {
  test(text: string): boolean;
}

/** RE2 counts no further; larger bounds are written as several. */
const largestRepeat = 1_000;

/**
 * Compiles a pattern with the semantics of the `u` flag: by code points, `.`, `\s` and `\p{…}` as ECMA-262 has them. Look-ahead
 * is run where a pattern begins with it. Throws a SyntaxError where the text is not a pattern of ECMA-262, another Error with the
 * reason where it needs backtracking (back references, look-behind, look-ahead further inside).
 */
export function compilePattern(pattern: string): Pattern {
  requireEcma(pattern);
  const { conditions, rest } = leadingConditions(pattern);
  const main = countedAtom(rest) ?? linear(rest);
  const tests = conditions.map(({ body, wanted }) => {
    const each = linear(`^(?:${body})`);
    return (text: string) => each(text) === wanted;
  });
  return { test: (text) => main(text) && tests.every((test) => test(text)) };
}

const compiled = new Map<string, Pattern>();

/** As `compilePattern`, each pattern once per process: for patterns of documents, which are few and used often. */
export function compiledPattern(pattern: string): Pattern {
  const found = compiled.get(pattern) ?? compilePattern(pattern);
  compiled.set(pattern, found);
  return found;
}

type Test = (text: string) => boolean;

/** Steps that one search may take: text by program. Beyond them nothing is said against a text. */
const mostSteps = 20_000_000;

function linear(pattern: string): Test {
  const { source, size } = translate(pattern);
  const program = RE2JS.compile(source);
  return (text) => text.length * size > mostSteps || program.matcher(text).find();
}

/** `^.{1,2000}$`: one kind of character so many times, which is counted rather than written out. */
function countedAtom(pattern: string): Test | undefined {
  const [first, ...parts] = [...tokens(pattern, 0)].map(({ text }) => text);
  const [last, count] = [parts.pop(), parts.pop()];
  const repeat = count === undefined ? null : repeatForm.exec(count);
  const atom = parts.join('');
  const isOne = /^[^()|*+?]$/u.test(atom) || /^\\(?:[dDwWsS]|[pP]\{.*\})$/.test(atom) || isClass(parts);
  if (first !== '^' || last !== '$' || !repeat || !isOne) return undefined;
  const each = linear(`^${atom}*$`);
  const [least, most] = [Number(repeat[1]), bound(repeat) ?? Infinity];
  return (text) => {
    if (text.length < least || text.length > most * 2) return false;
    const length = Array.from(text).length;
    return length >= least && length <= most && each(text);
  };
}

/** Whether the parts are one class of characters: its first `]` is its end. */
const isClass = (parts: readonly string[]): boolean =>
  (parts[0]?.startsWith('[') ?? false) && parts.indexOf(']') === parts.length - 1;

const repeatForm = /^\{(\d+)(?:(,)(\d*))?\}(\??)$/;

/** Escapes that mean something; other letters are literal in ECMA-262 without `u` and something else in other dialects. */
const knownEscape =
  /\\(?:[dDwWsSbBfnrtv0-9]|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]+\}|[pP]\{|k<|[^A-Za-z0-9])/y;

/** `/^a$/i`: between slashes that would belong to the text, no text could match. */
const literalForm = /^\/(?:\^[\s\S]*|[\s\S]*(?<!\\)\$)\/[dgimsuvy]*$/;

function requireEcma(pattern: string): void {
  if (literalForm.test(pattern)) throw new SyntaxError('it is a literal between slashes, which no text can match');
  try {
    void new RegExp(pattern, 'u');
    return;
  } catch {
    void new RegExp(pattern);
  }
  for (let index = pattern.indexOf('\\'); index >= 0; index = pattern.indexOf('\\', knownEscape.lastIndex)) {
    knownEscape.lastIndex = index;
    if (!knownEscape.test(pattern)) throw new SyntaxError(`${pattern.slice(index, index + 2)} is no escape`);
  }
}

interface Condition {
  readonly body: string;
  readonly wanted: boolean;
}

/** `^(?=a)(?!b)rest`: what has to stand and may not stand at the beginning, and the rest. */
function leadingConditions(pattern: string): { conditions: Condition[]; rest: string } {
  const conditions: Condition[] = [];
  let rest = pattern;
  for (let sign = leading(rest); sign !== undefined; sign = leading(rest)) {
    const end = closing(rest, 1);
    conditions.push({ body: rest.slice(4, end), wanted: sign === '=' });
    rest = `^${rest.slice(end + 1)}`;
  }
  if (conditions.length > 0 && hasAlternatives(rest)) return { conditions: [], rest: pattern };
  return { conditions, rest };
}

const leading = (pattern: string): string | undefined => /^\^\(\?([=!])/.exec(pattern)?.[1];

/** Index of the bracket that closes the group which opens at an index. */
function closing(pattern: string, open: number): number {
  let depth = 0;
  for (const { index, text } of tokens(pattern, open)) {
    if (text.startsWith('(')) depth += 1;
    if (text === ')' && --depth === 0) return index;
  }
  return pattern.length;
}

/** Whether a `|` stands outside all groups. */
function hasAlternatives(pattern: string): boolean {
  let depth = 0;
  for (const { text } of tokens(pattern, 0)) {
    if (text.startsWith('(')) depth += 1;
    if (text === ')') depth -= 1;
    if (text === '|' && depth === 0) return true;
  }
  return false;
}

const token =
  /\\(?:c[A-Za-z]|x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])|\[\^?|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\{\d+(?:,\d*)?\}\??|[\s\S]/uy;

/** The pattern in its smallest parts; a class of characters is one part for each of its members, its brackets included. */
function* tokens(pattern: string, from: number): Generator<{ index: number; text: string; inClass: boolean }> {
  let inClass = false;
  for (let index = from; index < pattern.length; index = token.lastIndex) {
    token.lastIndex = index;
    let [text = ''] = token.exec(pattern) ?? [];
    if (inClass && !text.startsWith('\\')) {
      [text = ''] = [String.fromCodePoint(pattern.codePointAt(index) ?? 0)];
      token.lastIndex = index + text.length;
    }
    const end = token.lastIndex;
    yield { index, text, inClass };
    token.lastIndex = end;
    if (!inClass && text.startsWith('[')) inClass = true;
    else if (inClass && text === ']') inClass = false;
  }
}

/** A pattern of ECMA-262 in the words of RE2, and about how many instructions that makes. */
function translate(pattern: string): { source: string; size: number } {
  const written: { text: string; size: number }[] = [];
  const starts: number[] = [];
  let start = 0;
  for (const { text, inClass } of tokens(pattern, 0)) {
    if (inClass) {
      const open = written.at(-1);
      if (text === ']' && open && start === written.length - 1 && /^\[\^?$/.test(open.text))
        written[start] = { text: open.text === '[' ? nothing : anything, size: 1 };
      else written.push({ text: inside(text), size: 0 });
      continue;
    }
    const repeat = repeatForm.exec(text);
    if (repeat) {
      const atom = written.splice(start);
      const [least, most] = [Number(repeat[1]), bound(repeat)];
      written.push({
        text: repeated(atom.map((each) => each.text).join(''), least, most, repeat[4] ?? ''),
        size: atom.reduce((sum, { size }) => sum + size, 0) * Math.max(most ?? 0, least, 1),
      });
      continue;
    }
    if (text === ')') start = starts.pop() ?? 0;
    else if (text.startsWith('(')) starts.push(written.length);
    else if (!/^[*+?]$/.test(text)) start = written.length;
    written.push({ text: outside(text), size: 1 });
  }
  const size = written.reduce((sum, each) => sum + each.size, 0);
  if (size > largestProgram) throw new Error(`it counts to ${size}, further than can be matched in linear time`);
  return { source: written.map(({ text }) => text).join(''), size };
}

/** `[]` and `[^]` of ECMA-262. */
const nothing = '[^\\x{0}-\\x{10ffff}]';
const anything = '(?s:.)';

/** Beyond it, building the program costs more than a document is worth. */
const largestProgram = 50_000;

const bound = (repeat: RegExpExecArray): number | undefined =>
  repeat[2] === undefined ? Number(repeat[1]) : repeat[3] === '' ? undefined : Number(repeat[3]);

/** An atom a number of times; beyond RE2's largest count as several counts in a row. */
function repeated(atom: string, least: number, most: number | undefined, lazy: string): string {
  if (least <= largestRepeat && (most ?? 0) <= largestRepeat)
    return `${atom}{${least}${most === least ? '' : `,${most ?? ''}`}}${lazy}`;
  const parts: string[] = [];
  for (let left = least; left > 0; left -= largestRepeat) parts.push(`${atom}{${Math.min(left, largestRepeat)}}`);
  if (most === undefined) parts.push(`${atom}*${lazy}`);
  for (let left = (most ?? least) - least; left > 0; left -= largestRepeat)
    parts.push(`${atom}{0,${Math.min(left, largestRepeat)}}${lazy}`);
  return `(?:${parts.join('')})`;
}
