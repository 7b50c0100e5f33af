/** Annotations of GitHub Actions: one line for each cause, at the place of its clause in `specs/`. */
import type { ClauseReport, Report } from '../verdict/report.ts';
import { titleOf } from '../verdict/causes.ts';
import { causes } from './causes.ts';
import { lineFinder, sourcePlace, type LineOf } from './source-line.ts';
import { oneLine, reasonsOf } from './wording.ts';

/** Text of a file by its name in a report; undefined where it cannot be read. */
export type ReadSpec = (file: string) => string | undefined;

/**
 * The workflow commands of a report: `::error` for a MUST, `::warning` for a SHOULD and for a cause that leaves clauses open, and
 * the reason of an invalid run. See "Workflow commands for GitHub Actions".
 */
export function annotations(report: Report, read: ReadSpec): string[] {
  if (report.verdict === 'invalid')
    return reasonsOf(report).map((reason) => command('error', { title: 'Conformance: invalid' }, reason));
  const lineOf = lineFinder(read);
  const open = (report.causes ?? []).filter(({ inconclusive }) => inconclusive !== undefined);
  return [
    ...open.map(({ contract, title }) => command('warning', { title: contract }, title)),
    ...causes(report).map((cause) => {
      const { clause, finding } = cause.first;
      return command(
        cause.level === 'MUST' ? 'error' : 'warning',
        { title: titleOf(cause, report.operations), ...placeOf(report, clause, lineOf, read) },
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

/** Where a clause stands: in the document, or in the overlay that quotes a page. */
function placeOf(report: Report, { at, sentence, ref }: ClauseReport, lineOf: LineOf, read: ReadSpec): Properties {
  const place = at.includes('#') ? sourcePlace(at) : undefined;
  if (place) {
    const line = lineOf(place);
    return { file: place.file, ...(line !== undefined && { line }) };
  }
  const vendor = report.targets.find(({ contract }) => contract === ref.contract)?.vendor;
  for (const each of report.provenance?.files ?? []) {
    const line = each.vendor === vendor ? lineHolding(read(each.file) ?? '', sentence) : undefined;
    if (line !== undefined) return { file: each.file, line };
  }
  return {};
}

/** The line of a text that holds a part of it, from 1. */
function lineHolding(text: string, part: string): number | undefined {
  const index = text.indexOf(part);
  return index < 0 ? undefined : text.slice(0, index).split('\n').length;
}
