/** A large report in parts: one an operation, the clauses of shared schemas some hundred at a time. */
import type { ClauseReport, OperationReport, Report } from '../verdict/report.ts';
import { artefacts } from './disk.ts';

/** A report of more cases is no single page. The limit above which an operation is one test of Playwright (`run-index.ts`). */
const mostCases = 2_000;
/** Clauses that no operation has alone, on one page. */
const mostShared = 400;

export const isPaged = ({ cases }: Report): boolean => cases.length > mostCases;

export interface Part {
  /** `operations/getBook`: the path of its files below the reports folder, without extension. */
  readonly file: string;
  readonly title: string;
  readonly contract: string;
  /** Absent where it holds clauses of shared schemas. */
  readonly operation?: OperationReport;
  readonly clauses: readonly ClauseReport[];
}

/** The parts of a report, in its order. Every clause is in one of them. */
export function partsOf(report: Report): readonly Part[] {
  const byOperation = new Map<string, ClauseReport[]>();
  const shared = new Map<string, ClauseReport[]>();
  for (const clause of report.clauses) {
    const { operation, contract } = clause.ref;
    const of = operation === undefined ? shared : byOperation;
    const key = operation ?? contract;
    const own = of.get(key);
    if (own) own.push(clause);
    else of.set(key, [clause]);
  }
  const known = new Map(report.operations.map((operation) => [operation.id, operation]));
  const fileOf = uniqueFiles();
  const ofOperations = [...new Set([...known.keys(), ...byOperation.keys()])].map((id): Part => {
    const operation = known.get(id);
    const clauses = byOperation.get(id) ?? [];
    const title = operation?.name ?? id;
    const contract = operation?.contract ?? clauses[0]?.ref.contract ?? '';
    return { file: fileOf(title), title, contract, clauses, ...(operation && { operation }) };
  });
  const ofSchemas = [...shared].flatMap(([contract, clauses]) =>
    chunks(clauses).map((each): Part => {
      const title = sharedTitle(each);
      return { file: fileOf(`schemas-${title}`), title, contract, clauses: each };
    }),
  );
  return [...ofOperations, ...ofSchemas];
}

/** What page of a report shows a clause: an address below the reports folder, without fragment. */
export function pagesOf(report: Report): (clause: string) => string {
  if (!isPaged(report)) return () => artefacts.matrix;
  const files = new Map(partsOf(report).flatMap(({ file, clauses }) => clauses.map(({ id }) => [id, file] as const)));
  return (clause) => {
    const file = files.get(clause);
    return file === undefined ? artefacts.matrix : `${file}.html`;
  };
}

/** A part as a report of its own. */
export const reportOf = (report: Report, { contract, operation, clauses }: Part): Report => ({
  ...report,
  targets: report.targets.filter((target) => target.contract === contract),
  operations: operation ? [operation] : [],
  clauses,
});

/** Lists of clauses that are not much longer than a page holds, those of one component together. */
function chunks(clauses: readonly ClauseReport[]): ClauseReport[][] {
  const parts: ClauseReport[][] = [];
  for (const clause of clauses) {
    const last = parts.at(-1);
    if (last === undefined || (last.length >= mostShared && last.at(-1)?.ref.component !== clause.ref.component))
      parts.push([clause]);
    else last.push(clause);
  }
  return parts;
}

function sharedTitle(clauses: readonly ClauseReport[]): string {
  const [first, last] = [clauses[0], clauses.at(-1)].map((clause) => clause?.ref.component ?? 'document');
  return first === last ? (first ?? '') : `${first} to ${last}`;
}

/** Names of files, each once also where letter case does not count. */
function uniqueFiles(): (title: string) => string {
  const taken = new Set<string>();
  return (title) => {
    const plain = title.replaceAll(/[^\w-]+/g, '-').slice(0, 80) || 'operation';
    for (let index = 1; ; index += 1) {
      const name = index === 1 ? plain : `${plain}-${index}`;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return `${artefacts.parts}/${name}`;
    }
  };
}
