/** The suite against one fault or variant of its sandbox: what it found, where, and which part of it alone found it. */
import { probeWaits } from '../../../sandbox/environment.ts';
import { casesOf, families } from '../../cases/index.ts';
import { responseKey, type Clause } from '../../contract/clause.ts';
import { catalogue } from '../../run/catalogue.ts';
import type { DeclaredCase } from '../../run/declared.ts';
import { operationsOf } from '../../run/generated.ts';
import type { ClauseReport, Report } from '../../verdict/report.ts';
import type { Bench, BenchRun } from './bench.ts';
import type { Subject } from './subjects.ts';

/** What came of one subject. */
export interface Proved {
  readonly name: string;
  /** A fault for which a clause of its level deviates. */
  readonly detected: boolean;
  /** Detected under the operation and clause that it violates. */
  readonly attributed: boolean;
  /** A variant for which something deviates, or warns although it breaks no SHOULD. */
  readonly falsePositive: boolean;
  /** Ids of the clauses that deviate, MUST and SHOULD. */
  readonly must: readonly string[];
  readonly should: readonly string[];
  /** The check, family or scenario without which it would not have been detected: `check internals`. */
  readonly soleFinders: readonly string[];
  readonly verdict: Report['verdict'];
  readonly because?: string;
  readonly calls: number;
  readonly milliseconds: number;
}

/** True for the probe of the rate limit: a thousand calls. */
export const isProbe = ({ exclusive }: DeclaredCase): boolean => exclusive;

/**
 * Proves a variant by the cases of its own vendor, and a fault by those that are about its operation or call it: the others
 * cannot meet it. The probe of the rate limit, a thousand calls, runs only where it can see something; a fault that nothing
 * else can see meets it alone.
 */
export async function prove(bench: Bench, subject: Subject, cases: readonly DeclaredCase[]): Promise<Proved> {
  const vendor = subject.vendor ?? bench.vendorOf(subject.operation);
  const isProbeOnly = subject.limiter && subject.kind === 'fault';
  const run = cases
    .filter((each) => (isProbe(each) ? subject.limiter : !isProbeOnly))
    .filter(({ info }) => vendor === undefined || bench.vendorOf(info.operation) === vendor)
    .filter(
      ({ info }) =>
        subject.kind === 'variant' || info.operation === subject.operation || subject.operation in info.calls,
    )
    // Before the others have used up what a wrong limit allows.
    .toSorted((a, b) => Number(isProbe(b)) - Number(isProbe(a)));
  const options = subject.waits ? { variables: probeWaits } : {};
  const result = await bench.run({ [subject.kind]: subject.name }, run, options);
  const { report, calls, milliseconds } = result;
  const deviating = (level: string) =>
    report.clauses.filter((each) => each.verdict === 'deviates' && each.level === level);
  const [must, should] = [deviating('MUST'), deviating('SHOULD')];
  const found = subject.level === 'MUST' ? must : [...must, ...should];
  const detected = subject.kind === 'fault' && found.length > 0;
  const isFalse = must.length > 0 || (should.length > 0 && !subject.warns) || report.verdict === 'invalid';
  return {
    name: subject.name,
    detected,
    attributed: detected && isAttributed(bench, subject, found, [...must, ...should], run),
    falsePositive: subject.kind === 'variant' && isFalse,
    must: must.map(({ id }) => id),
    should: should.map(({ id }) => id),
    soleFinders: detected ? soleFinders(found, result, familiesByCase(bench)) : [],
    verdict: report.verdict,
    ...(report.because === undefined ? {} : { because: report.because }),
    calls,
    milliseconds,
  };
}

/** Whether a clause that the fault names or one below it deviates, or a finding is about the response that it names. */
function isAttributed(
  { suite }: Bench,
  { operation, clause }: Subject,
  found: readonly ClauseReport[],
  deviating: readonly ClauseReport[],
  cases: readonly DeclaredCase[],
): boolean {
  const covers = (id: string) => id === clause || id.startsWith(`${clause}/`);
  const isOfResponse = /^[1-5](?:\d\d|XX)(?:\/|$)/.test(clause.slice(operation.length + 1));
  // That an answer is of no documented status, or does not come whole, is reported once for all responses of an operation.
  const whole = isOfResponse ? [`${operation}/responses`, `${operation}/transport`] : [];
  const clauses = catalogue(suite);
  return (
    found.some(({ id }) => covers(id) || whole.includes(id)) ||
    deviating.some((each) => responsesOf(each, clauses.get(each.id), cases).some(covers))
  );
}

/** The responses of a deviating clause's operation that its findings are about: expected, answered, or set out for by its cases. */
function responsesOf(
  { findings }: ClauseReport,
  clause: Clause | undefined,
  cases: readonly DeclaredCase[],
): readonly string[] {
  const operation = clause?.ref.operation;
  if (operation === undefined) return [];
  return findings.flatMap(({ code, values, exchange, cases: seenBy }) => [
    ...(values?.expected?.kind === 'status' && code !== 'STATUS_UNDOCUMENTED'
      ? values.expected.oneOf.map((status) => responseKey(operation, status))
      : []),
    ...(exchange?.answer && exchange.operation === operation
      ? [responseKey(operation, String(exchange.answer.status))]
      : []),
    ...cases
      .filter(({ info }) => seenBy.includes(info.id))
      .flatMap(({ info }) => info.clauses.filter((id) => id.startsWith(`${operation}/`))),
  ]);
}

const known = new WeakMap<Bench, ReadonlyMap<string, string>>();

/** The family that makes a generated case, by the case's id. */
function familiesByCase(bench: Bench): ReadonlyMap<string, string> {
  const operations = operationsOf(bench.suite.contracts);
  const made =
    known.get(bench) ??
    new Map(
      families.flatMap((family) =>
        operations.flatMap((operation) => casesOf(operation, [family]).map(({ id }) => [id, family.id] as const)),
      ),
    );
  known.set(bench, made);
  return made;
}

/** What a case is part of: `family credentials`, `scenario <its id>`. */
const componentOf = (id: string, byCase: ReadonlyMap<string, string>): string => {
  const family = byCase.get(id);
  return family === undefined ? `scenario ${id}` : `family ${family}`;
};

/** The parts of the suite that every finding needed. */
function soleFinders(
  clauses: readonly ClauseReport[],
  { checksThatFound }: BenchRun,
  byCase: ReadonlyMap<string, string>,
): string[] {
  const finders = clauses.flatMap(({ id, findings }) =>
    findings.map(({ code, cases }) => {
      const [check, ...others] = checksThatFound(id, code);
      const [component, ...more] = new Set(cases.map((each) => componentOf(each, byCase)));
      return [
        ...(check !== undefined && others.length === 0 ? [`check ${check}`] : []),
        ...(component !== undefined && more.length === 0 ? [component] : []),
      ];
    }),
  );
  const [first = [], ...rest] = finders;
  return first.filter((each) => rest.every((list) => list.includes(each)));
}
