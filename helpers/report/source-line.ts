/** Where in a file a clause stands. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { segmentsOf } from '../contract/pointer.ts';

export interface SourcePlace {
  /** Path relative to the project. */
  readonly file: string;
  /** JSON pointer into it. */
  readonly pointer: string;
}

/** A clause's place as file and pointer; undefined for a page of the vendor. */
export function sourcePlace(at: string): SourcePlace | undefined {
  const [file = '', pointer] = at.split('#');
  return /^[a-z]+:\/\//i.test(file) || file === '' ? undefined : { file, pointer: pointer ?? '' };
}

/** The line of a place, counted from 1; undefined where it cannot be told. */
export type LineOf = (place: SourcePlace) => number | undefined;

/** Finding a line in a document of more characters would take longer than the run. */
const mostCharacters = 4 * 1_048_576;

/**
 * Lines of places in YAML and JSON files. `read` gives the text of a file, undefined where there is none; each is read once. Of a
 * pointer that leads nowhere the deepest step that exists counts; undefined without a file, and for one that is very large.
 */
export function lineFinder(read: (file: string) => string | undefined): LineOf {
  const known = new Map<string, { document: Document.Parsed; lines: LineCounter } | undefined>();
  const parsed = (file: string) => {
    if (!known.has(file)) {
      const text = read(file);
      const lines = new LineCounter();
      known.set(
        file,
        text === undefined || text.length > mostCharacters
          ? undefined
          : { document: parseDocument(text, { lineCounter: lines }), lines },
      );
    }
    return known.get(file);
  };
  return ({ file, pointer }) => {
    const found = parsed(file);
    if (!found) return undefined;
    return found.lines.linePos(offsetOf(found.document, segmentsOf(pointer))).line;
  };
}

/** Where the key of the last step begins. */
function offsetOf(document: Document.Parsed, steps: readonly string[]): number {
  let [node, offset]: [unknown, number] = [document.contents, document.contents?.range[0] ?? 0];
  for (const step of steps) {
    const next = stepInto(node, step);
    if (!next) break;
    [node, offset] = next;
  }
  return offset;
}

function stepInto(node: unknown, step: string): readonly [node: unknown, offset: number] | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === step);
    return pair && [pair.value, isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0];
  }
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(step)];
  return isNode(item) ? [item, item.range?.[0] ?? 0] : undefined;
}
