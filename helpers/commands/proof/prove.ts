/** The suite against its own catalogue of faults and variants, over HTTP, in one process. */
import type { Check } from '../../contract/types.ts';
import { readConfig } from '../../profile/config.ts';
import type { Suite } from '../../profile/suite.ts';
import { runBody } from '../../run/body.ts';
import { catalogue } from '../../run/catalogue.ts';
import type { DeclaredCase } from '../../run/declared.ts';
import { openEngine } from '../../run/engine.ts';
import { preflight } from '../../run/preflight.ts';
import type { CaseResult } from '../../run/result.ts';
import { conclude } from '../../verdict/conclude.ts';
import type { ClauseReport, Report } from '../../verdict/report.ts';
import { noWaivers, type Waivers } from '../../verdict/waivers.ts';
import type { Change } from '../../../sandbox/behaviour.ts';
import type { Origin } from '../../../sandbox/catalogue.ts';
import { faults } from '../../../sandbox/faults/index.ts';
import { variants } from '../../../sandbox/variants/index.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';

/** A fault as the proof needs it, or a variant (which violates nothing). */
export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly kind: 'fault' | 'variant';
  readonly level: 'MUST' | 'SHOULD';
  /** Beginning of the ids of the clauses it violates. */
  readonly clause: string;
  readonly operation: string;
  /** The vendor that a variant is about by what it changes; undefined where it may be both. */
  readonly vendor?: string;
  readonly limiter: boolean;
  /** A variant that breaks a SHOULD: warned of it, it is not accused. */
  readonly warns: boolean;
  /** The probe of the limit has to wait as long as it is told to. */
  readonly waits: boolean;
  /** Where it came from, where it was not written beside the checks. */
  readonly origin?: Origin;
}

/** Answers and the object store are of both vendors; all else is of one. */
function vendorIn(change: Change): { vendor?: string } {
  const parts = Object.keys(change);
  if (parts.every((part) => part === 'maxAi' || part === 'limiter')) return { vendor: 'max-ai' };
  return parts.every((part) => part === 'invox') ? { vendor: 'invox-medical' } : {};
}

export const subjects: readonly Subject[] = [
  ...faults.map((fault) => ({
    name: fault.name,
    title: fault.title,
    kind: 'fault' as const,
    level: fault.level,
    ...fault.violates,
    limiter: fault.limiter === true,
    warns: false,
    waits: fault.waits === true,
    ...(fault.origin && { origin: fault.origin }),
  })),
  ...variants.map((variant) => ({
    name: variant.name,
    title: variant.title,
    kind: 'variant' as const,
    level: 'MUST' as const,
    clause: '',
    operation: '',
    ...vendorIn(variant.change),
    limiter: variant.limiter === true,
    warns: variant.warns === true,
    waits: variant.waits === true,
    ...(variant.origin && { origin: variant.origin }),
  })),
];

/** What came of one subject. */
export interface Proved {
  readonly name: string;
  /** Ids of the clauses that deviate, MUST and SHOULD. */
  readonly must: readonly string[];
  readonly should: readonly string[];
  /** Documented responses (`<operation>/404`) that the findings are about: asked for, or answered. */
  readonly responses: readonly string[];
  readonly verdict: Report['verdict'];
  readonly because?: string;
  readonly calls: number;
  readonly milliseconds: number;
}

export interface Bench {
  /** Runs cases against the sandbox in the given state, with `variables` beside the sandbox's own. */
  run(
    choice: { fault?: string; variant?: string },
    cases: readonly DeclaredCase[],
    options?: { readonly variables?: Readonly<Record<string, string>>; readonly waivers?: Waivers },
  ): Promise<{ report: Report; calls: number; milliseconds: number }>;
  /** The vendor that serves an operation; undefined for none. */
  vendorOf(operation: string): string | undefined;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/** A sandbox and what is needed to run cases against it again and again, each answer judged by all checks unless told by which. */
export async function openBench(suite: Suite, checks?: readonly Check[]): Promise<Bench> {
  const sandbox = await startSandbox();
  const { contracts, profiles } = suite;
  const clauses = catalogue(suite);
  return {
    sandbox,
    vendorOf: (operation) => contracts.find(({ id }) => operation.startsWith(`${id}/`))?.vendor,
    async run(choice, cases, { variables = {}, waivers = noWaivers } = {}) {
      const config = readConfig({}, { profiles, sandbox: { ...sandbox.env, ...variables } });
      const started = performance.now();
      sandbox.use({});
      const engine = await openEngine({ config, suite, repeats: 0, trusted: true, ...(checks && { checks }) });
      // Whether clauses can fail at all is asked in a run; here the faults answer it.
      for (const { id, responses } of engine.operations.values())
        for (const key of responses.keys()) engine.flipTried.add(`${id}/${key}`);
      try {
        // A fault may end the tokens that another subject left.
        await (await preflight(engine)).tidy();
        sandbox.use(choice);
        const results: CaseResult[] = [];
        for (const { info, body } of cases) results.push(await runBody(engine, info, body));
        const report = conclude({
          contracts,
          catalogue: clauses,
          declared: cases.map(({ info }) => info),
          results,
          targets: config.targets.map(({ vendor }) => ({
            vendor,
            contract: contracts.find((each) => each.vendor === vendor)?.id ?? vendor,
            origin: sandbox.origin,
            kind: 'embedded' as const,
            key: 'keys of its own',
          })),
          startedAt: new Date(0).toISOString(),
          durationMs: 0,
          notices: [],
          waivers,
        });
        return { report, calls: sandbox.requests(), milliseconds: Math.round(performance.now() - started) };
      } finally {
        await engine.close();
      }
    },
    close: () => sandbox.close(),
  };
}

/**
 * Proves a variant by the cases of its own vendor, and a fault by those that are about its operation or call it: the others
 * cannot meet it. The probe of the rate limit, a thousand calls, runs only where it can see something; a fault that nothing
 * else can see meets it alone.
 */
export async function prove(bench: Bench, subject: Subject, cases: readonly DeclaredCase[]): Promise<Proved> {
  const vendor = subject.vendor ?? bench.vendorOf(subject.operation);
  const isProbeOnly = subject.limiter && subject.kind === 'fault';
  const asked = cases
    .filter((each) => (isProbe(each) ? subject.limiter : !isProbeOnly))
    .filter(({ info }) => vendor === undefined || bench.vendorOf(info.operation) === vendor)
    .filter(
      ({ info }) =>
        subject.kind === 'variant' || info.operation === subject.operation || subject.operation in info.calls,
    )
    // Before the others have used up what a wrong limit allows.
    .toSorted((a, b) => Number(isProbe(b)) - Number(isProbe(a)));
  const { report, calls, milliseconds } = await bench.run(
    { [subject.kind]: subject.name },
    asked,
    subject.waits ? { variables: { MAX_AI_RATE_LIMIT_WAIT: '1' } } : {},
  );
  const deviating = (level: string) =>
    report.clauses.filter((each) => each.verdict === 'deviates' && each.level === level).map(({ id }) => id);
  return {
    name: subject.name,
    must: deviating('MUST'),
    should: deviating('SHOULD'),
    responses: [
      ...new Set(report.clauses.flatMap((clause) => (clause.verdict === 'deviates' ? responsesOf(clause, asked) : []))),
    ],
    verdict: report.verdict,
    ...(report.because === undefined ? {} : { because: report.because }),
    calls,
    milliseconds,
  };
}

/** True for the probe of the rate limit: a thousand calls. */
export const isProbe = ({ file }: DeclaredCase): boolean => file.endsWith('rate-limit.spec.ts');

/** The responses of a deviating clause's operation that its findings are about: expected, answered, or set out for by its cases. */
function responsesOf({ id, findings }: ClauseReport, cases: readonly DeclaredCase[]): string[] {
  const operation = id.split('/').slice(0, 2).join('/');
  return findings.flatMap(({ code, at, expected, exchange, cases: seenBy }) => [
    ...(at === 'status' && code !== 'STATUS_UNDOCUMENTED'
      ? [...expected.matchAll(/\b[1-5]\d\d\b/g)].map(([status]) => `${operation}/${status}`)
      : []),
    ...(exchange?.answer && exchange.operation === operation ? [`${operation}/${exchange.answer.status}`] : []),
    ...cases
      .filter(({ info }) => seenBy.includes(info.id))
      .flatMap(({ info }) => info.clauses.filter((clause) => clause.startsWith(`${operation}/`))),
  ]);
}

/** Found at all, and under the operation and clause that it violates. */
export function judged(
  { kind, level, operation, clause, warns }: Subject,
  { must, should, responses, verdict }: Proved,
): { caught: boolean; inPlace: boolean; accused: boolean } {
  const found = level === 'MUST' ? must : [...must, ...should];
  const covers = (id: string) => id === clause || id.startsWith(`${clause}/`);
  // That an answer is of no documented status, or does not come whole, is said once for all responses of an operation.
  const whole = /\/(?:\d{3}|\dXX)(?:\/|$)/.test(clause) ? [`${operation}/responses`, `${operation}/transport`] : [];
  return {
    caught: kind === 'fault' && found.length > 0,
    inPlace:
      kind === 'fault' &&
      found.length > 0 &&
      (found.some((id) => covers(id) || whole.includes(id)) || responses.some(covers)),
    accused: kind === 'variant' && (must.length > 0 || (should.length > 0 && !warns) || verdict === 'invalid'),
  };
}
