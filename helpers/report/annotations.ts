/** Annotations of GitHub Actions: one line for each cause, at the place of its clause in `specs/`. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Range } from 'yaml';
import { segmentsOf } from '../contract/pointer.ts';
import type { ClauseReport, Report } from '../verdict/report.ts';
import { titleOf } from '../verdict/causes.ts';
import { causes } from './causes.ts';
import { oneLine, reasonsOf } from './wording.ts';

/** Text of a file by its name in a report; undefined where it cannot be read. */
export type ReadSpec = (file: string) => string | undefined;

/** Larger files are annotated without a line, in characters. */
const largest = 3_000_000;

/**
 * The workflow commands of a report: `::error` for a MUST, `::warning` for a SHOULD and for a cause that leaves clauses open, and
 * the reason of an invalid run. See "Workflow commands for GitHub Actions".
 */
export function annotations(report: Report, read: ReadSpec): string[] {
  if (report.verdict === 'invalid')
    return reasonsOf(report).map((reason) => command('error', { title: 'Conformance: invalid' }, reason));
  const linesOf = cached(read);
  const open = (report.causes ?? []).filter(({ inconclusive }) => inconclusive !== undefined);
  return [
    ...open.map(({ contract, title }) => command('warning', { title: contract }, title)),
    ...causes(report).map((cause) => {
      const { clause, finding } = cause.first;
      return command(
        cause.level === 'MUST' ? 'error' : 'warning',
        { title: titleOf(cause, report.operations), ...placeOf(report, clause, linesOf) },
        `${cause.level} ${clause.sentence}: expected ${finding.expected}, got ${finding.actual} at ${finding.at} (${clause.id}, finding ${finding.id})`,
      );
    }),
  ];
}

type Properties = Readonly<Record<string, string | number>>;

function command(name: 'error' | 'warning', properties: Properties, message: string): string {
  const data = (text: string) => oneLine(text).replaceAll('%', '%25');
  const value = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const given = Object.entries(properties).map(([key, each]) => `${key}=${value(String(each))}`);
  return `::${name} ${given.join(',')}::${data(message)}`;
}

interface Lines {
  /** Line of a node, from 1; of the last one on the way that is there. */
  atPointer(file: string, pointer: string): number | undefined;
  /** Line that holds a text, from 1. */
  holding(file: string, text: string): number | undefined;
}

/** Where a clause stands: in the document, or in the overlay that quotes a page. */
function placeOf(report: Report, { at, sentence, ref }: ClauseReport, lines: Lines): Properties {
  const [file = '', pointer] = at.split('#');
  if (pointer !== undefined && !/^https?:/.test(at)) {
    const line = lines.atPointer(file, pointer);
    return { file, ...(line !== undefined && { line }) };
  }
  const vendor = report.targets.find(({ contract }) => contract === ref.contract)?.vendor;
  for (const each of report.provenance?.files ?? []) {
    const line = each.vendor === vendor ? lines.holding(each.file, sentence) : undefined;
    if (line !== undefined) return { file: each.file, line };
  }
  return {};
}

function cached(read: ReadSpec): Lines {
  const texts = new Map<string, string>();
  const trees = new Map<string, (pointer: string) => number>();
  const textOf = (file: string) => {
    const text = texts.get(file) ?? read(file) ?? '';
    texts.set(file, text);
    return text;
  };
  return {
    atPointer(file, pointer) {
      const text = textOf(file);
      if (text === '' || text.length > largest) return undefined;
      const find = trees.get(file) ?? finderIn(text);
      trees.set(file, find);
      return find(pointer);
    },
    holding(file, text) {
      const index = textOf(file).indexOf(text);
      return index < 0 ? undefined : textOf(file).slice(0, index).split('\n').length;
    },
  };
}

function finderIn(text: string): (pointer: string) => number {
  const counter = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  return (pointer) => {
    let node: Node | null = contents;
    let range: Range | null | undefined;
    for (const segment of segmentsOf(pointer)) {
      const child = childOf(node, segment);
      if (!child) break;
      ({ node, range } = child);
    }
    return counter.linePos(range?.[0] ?? 0).line;
  };
}

function childOf(
  node: Node | null,
  segment: string,
): { node: Node | null; range: Range | null | undefined } | undefined {
  if (isMap<Node, Node | null>(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    return pair && { node: pair.value, range: pair.key.range };
  }
  const item = isSeq<Node>(node) ? node.items[Number(segment)] : undefined;
  return item && { node: item, range: item.range };
}
