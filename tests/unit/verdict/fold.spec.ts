/** From what cases saw to what a run says: worst of, levels, partial, silence, repeated values, arithmetic of calls. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Expectation } from '../../../helpers/cases/types.ts';
import type { Answered, Clause, Finding, Level } from '../../../helpers/contract/types.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from '../../../helpers/run/result.ts';
import { appendEvent, readEvents, type RunEvent } from '../../../helpers/run/events.ts';
import { exitCode } from '../../../helpers/commands/conformance/exit-code.ts';
import { fold, planHash, type RunPlan } from '../../../helpers/verdict/fold.ts';
import { covers, expectation } from '../../../helpers/run/judge.ts';
import type { ClauseReport, ExchangeRecord, Report } from '../../../helpers/verdict/report.ts';
import { noWaivers, undeclaredOpen } from '../../../helpers/verdict/waivers.ts';
import { requestRecord } from '../request-record.ts';
import { refIn } from '../clause-ref.ts';
import { answer, operation } from '../checks/answers.ts';
import { load, tiny } from '../contract/tiny.ts';

const contracts = await load({ 'v1.openapi.yaml': tiny(), 'v2.openapi.yaml': tiny() });
const op = 'max-ai-v1/getThing';
const other = 'max-ai-v2/getThing';

const clause = (what: string, level: Level = 'MUST', of = op): Clause => ({
  id: `${of}/${what}`,
  ref: refIn(`${of}/${what}`),
  decidedBy: 'response',
  level,
  at: 'specs/x.yaml#/paths',
  sentence: what,
  hash: '0123456789ab',
});

const finding = (what: string, more: Partial<Finding> = {}): Finding => ({
  code: 'BODY_TYPE',
  clause: `${op}/${what}`,
  at: '/a',
  expected: 'string',
  actual: 'a number',
  ...more,
});

const holds = (what: string): ClauseOutcome => ({ kind: 'pass', clause: `${op}/${what}` });
const inconclusive = (what: string): ClauseOutcome => ({
  kind: 'inconclusive',
  cause: 'environment',
  clause: `${op}/${what}`,
  because: 'environment: 503',
});
const violated = (what: string, more: Partial<Finding> = {}, [k, n] = [3, 3]): ClauseOutcome => ({
  kind: 'fail',
  clause: `${op}/${what}`,
  finding: finding(what, more),
  k,
  n,
});

/** A case that proves what it is called after, and how it went. */
function ran(id: string, more: Partial<CaseResult> = {}): CaseResult {
  return {
    id: `${op}/${id}`,
    title: `MUST ${id}`,
    operation: op,
    clauses: [`${op}/${id}`],
    calls: { [op]: 1 },
    needs: [],
    outcomes: [],
    records: [],
    observed: [],
    unique: [],
    made: { [op]: 1 },
    extra: [],
    answered: { [op]: 1 },
    plain: [],
    unanswered: [],
    silent: [],
    notices: [],
    flipped: [],
    durationMs: 1,
    ...more,
  };
}

const planOf = (clauses: readonly Clause[], cases: readonly CaseInfo[]): RunPlan => ({
  contracts,
  catalogue: new Map(clauses.map((each) => [each.id, each])),
  cases,
  targets: [{ vendor: 'max-ai', contract: 'max-ai-v1', origin: 'http://127.0.0.1', kind: 'loopback', key: 'a key' }],
  waivers: noWaivers,
});

const at = '2026-11-22T10:00:00.000Z';
const finished = (results: readonly CaseResult[]): RunEvent[] =>
  results.map((result) => ({ kind: 'case-finished', result }));

interface More {
  readonly declared?: readonly CaseInfo[];
  readonly notices?: readonly string[];
  readonly invalid?: string;
}

/** The report of a run in which these cases finished; `declared` are the cases of its plan, where they are others. */
function run(clauses: readonly Clause[], results: readonly CaseResult[], more: More = {}): Report {
  const plan = planOf(clauses, more.declared ?? results);
  return fold(plan, [
    { kind: 'run-started', at, plan: planHash(plan) },
    ...finished(results),
    ...(more.notices ?? []).map((text) => ({ kind: 'notice' as const, text })),
    { kind: 'run-ended', at, ...(more.invalid !== undefined && { invalid: more.invalid }) },
  ]);
}

const of = (report: Report, what: string, operationId = op): ClauseReport => {
  const found = report.clauses.find(({ id }) => id === `${operationId}/${what}`);
  if (!found) throw new Error(`no clause ${what}`);
  return found;
};

// Worst first, each with a case that brings it about for the clause `a`.
const outcomes: readonly (readonly [verdict: string, result: Partial<CaseResult>])[] = [
  ['deviates', { outcomes: [violated('a')] }],
  ['error', { error: 'TypeError: x' }],
  ['inconclusive', { outcomes: [inconclusive('a')] }],
  ['not-run', { notRun: 'MAX_AI_X is not set' }],
  ['conforms', { outcomes: [holds('a')] }],
];
for (const [index, [worse, first]] of outcomes.entries())
  for (const [better, second] of outcomes.slice(index))
    test(`a clause is the worst of its cases: ${worse} beside ${better} is ${worse}`, () => {
      const cases = [ran('one', { clauses: [`${op}/a`], ...second }), ran('two', { clauses: [`${op}/a`], ...first })];
      expect(of(run([clause('a')], cases), 'a').verdict).toBe(worse);
      expect(of(run([clause('a')], cases.toReversed()), 'a').verdict, 'in any order').toBe(worse);
    });

for (const [level, outcome, verdict, clauseVerdict] of [
  ['MUST', violated('a'), 'nonconformant', 'deviates'],
  ['SHOULD', violated('a'), 'conformant', 'deviates'],
  ['INFO', violated('a'), 'conformant', 'conforms'],
  ['MUST', inconclusive('a'), 'partial', 'inconclusive'],
  ['SHOULD', inconclusive('a'), 'conformant', 'inconclusive'],
  ['INFO', inconclusive('a'), 'conformant', 'inconclusive'],
  ['MUST', holds('a'), 'conformant', 'conforms'],
] as const)
  test(`a ${level} clause that is ${outcome.kind} makes the run ${verdict}`, () => {
    const report = run([clause('a', level)], [ran('a', { outcomes: [outcome] })]);
    expect(of(report, 'a').verdict).toBe(clauseVerdict);
    expect(report.verdict).toBe(verdict);
    expect(report.counts.warnings).toBe(level === 'SHOULD' && outcome.kind === 'fail' ? 1 : 0);
    expect(report.because === undefined).toBe(verdict === 'conformant');
  });

test('INFO observations are recorded and counted, never a finding', () => {
  const seen = (text: string) =>
    ran(text, { clauses: [`${op}/a`], observed: [{ clause: `${op}/a`, text: 'answered 404' }] });
  const strange = ran('c', { clauses: [`${op}/a`], outcomes: [violated('a')] });
  const report = run([clause('a', 'INFO')], [seen('one'), seen('two'), strange]);
  expect(of(report, 'a')).toMatchObject({
    verdict: 'conforms',
    observed: 'answered 404 (2x); a number (BODY_TYPE)',
    findings: [],
  });
});

test('a run without any case is invalid, not green', () => {
  expect(run([clause('a')], [])).toMatchObject({ verdict: 'invalid', because: 'no case was run' });
  expect(run([clause('a')], [], { declared: [ran('a')] }).verdict).toBe('invalid');
  expect(run([], []).verdict).toBe('invalid');
});

test('a run in which the suite failed is invalid, whatever else was found', () => {
  const report = run(
    [clause('a'), clause('b')],
    [ran('a', { error: 'TypeError: x' }), ran('b', { outcomes: [violated('b')] })],
  );
  expect(report).toMatchObject({ verdict: 'invalid', because: 'the suite failed in 1 of its cases: TypeError: x' });
});

test('an invalid run states its reason and no other verdict', () => {
  const report = run([clause('a')], [ran('a', { outcomes: [holds('a')] })], { invalid: 'no case was run: …' });
  expect(report).toMatchObject({ verdict: 'invalid', because: 'no case was run: …' });
});

test('a clause whose case did not run is not-run, with the reason', () => {
  const report = run([clause('a'), clause('b')], [ran('a', { outcomes: [holds('a')] })], {
    declared: [ran('a'), ran('b')],
  });
  expect(of(report, 'b')).toMatchObject({ verdict: 'not-run', because: 'its case did not run' });
  expect(report.verdict).toBe('partial');
});

test('a clause that no request is certain to provoke does not make a run partial; others do', () => {
  const reached = ran('a', { outcomes: [holds('a')] });
  const conditional = { ...clause('http/allow'), conditional: 'nothing was answered with 405' };
  const provoking = { ...reached, clauses: [`${op}/a`, `${op}/404`] };
  const clauses = [
    clause('a'),
    clause('500/body'),
    clause('404/body/code/type'),
    clause('404/body', 'INFO'),
    conditional,
  ];
  const without = run(clauses, [reached]);
  expect(of(without, '500/body')).toMatchObject({
    verdict: 'not-run',
    conditional: true,
    because: 'no request is certain to provoke 500',
  });
  expect(of(without, 'http/allow')).toMatchObject({ conditional: true, because: 'nothing was answered with 405' });
  expect(without.verdict).toBe('conformant');
  const withProver = run(clauses, [provoking]);
  expect(of(withProver, '404/body/code/type')).toMatchObject({
    verdict: 'not-run',
    because: 'no request was answered with 404',
  });
  expect(of(withProver, '404/body/code/type').conditional).toBeUndefined();
  expect(withProver.verdict).toBe('partial');
  const answered = { ...provoking, outcomes: [holds('a'), holds('404/body')] };
  expect(of(run(clauses, [answered]), '404/body/code/type')).toMatchObject({ conditional: true });
  expect(run(clauses, [answered]).verdict, 'an optional property that never came').toBe('conformant');
});

test('a flaw of a document makes the run partial and is a notice with its place', async () => {
  const flawed = await load({ 'v1.openapi.yaml': tiny({ schemas: { Thing: { type: 'text' } } }) });
  const plan = { ...planOf([clause('a')], [ran('a')]), contracts: flawed };
  const report = fold(plan, [
    { kind: 'run-started', at, plan: planHash(plan) },
    ...finished([ran('a', { outcomes: [holds('a')] })]),
    { kind: 'run-ended', at },
  ]);
  expect(report.verdict).toBe('partial');
  expect(report.because).toContain('specs/max-ai/v1.openapi.yaml has 1 flaw');
  expect(report.notices).toContain(
    'specs/max-ai/v1.openapi.yaml#/components/schemas/Thing/type: type cannot be "text", so it is ignored',
  );
});

test('a clause that nothing proves is open: partial, and STRICT fails on it', () => {
  const report = run([clause('a'), clause('lifecycle/kept')], [ran('a', { outcomes: [holds('a')] })]);
  expect(of(report, 'lifecycle/kept')).toMatchObject({ verdict: 'not-run', because: 'no case proves it' });
  expect(report.verdict).toBe('partial');
  expect(undeclaredOpen(report.clauses).map(({ id }) => id)).toEqual([`${op}/lifecycle/kept`]);
});

test('STRICT considers only MUST clauses that can be run', () => {
  const clauses = [clause('a'), clause('500/body'), clause('b', 'SHOULD'), clause('c', 'INFO')];
  const report = run(clauses, [ran('a', { outcomes: [holds('a')] })]);
  expect(undeclaredOpen(report.clauses)).toEqual([]);
});

const trace = (value: string, record = 0) => ({ clause: `${op}/404/body/trace_id/unique`, value, record });
const records: readonly ExchangeRecord[] = [
  {
    case: 'a',
    operation: op,
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 1,
    request: requestRecord(),
    answer: { status: 404, headers: [], body: '{}', traceId: 't1' },
  },
];

test('a trace id in two responses is a duplicate; twice in one response it is not', () => {
  const unique = clause('404/body/trace_id/unique');
  const once = run(
    [unique],
    [ran('a', { unique: [trace('t1')], records }), ran('b', { unique: [trace('t2')], records })],
  );
  expect(of(once, '404/body/trace_id/unique').verdict).toBe('conforms');
  const twice = run(
    [unique],
    [ran('a', { unique: [trace('t1')], records }), ran('b', { unique: [trace('t1')], records })],
  );
  expect(of(twice, '404/body/trace_id/unique')).toMatchObject({
    verdict: 'deviates',
    findings: [{ code: 'VALUE_REPEATED', at: '/trace_id', actual: 'the same value in 2 answers', traceIds: ['t1'] }],
  });
  expect(twice.verdict).toBe('nonconformant');
});

test('a trace id shared by two operations is a duplicate in both', () => {
  const both = [clause('404/body/trace_id/unique'), clause('404/body/trace_id/unique', 'MUST', other)];
  const second = { ...trace('t1'), clause: `${other}/404/body/trace_id/unique` };
  const report = run(both, [ran('a', { unique: [trace('t1')], records }), ran('b', { unique: [second], records })]);
  expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['deviates', 'deviates']);
});

const silent = (more: Partial<CaseResult> = {}) =>
  ran('a', {
    silent: [op],
    answered: {},
    unanswered: [{ operation: op, because: 'no complete answer within 300 ms' }],
    ...more,
  });

test('an operation without responses deviates while another of its vendor responds', () => {
  const clauses = [clause('transport'), clause('transport', 'MUST', other)];
  const talking = ran('b', { operation: other, answered: { [other]: 1 } });
  const report = run(clauses, [silent(), talking]);
  expect(of(report, 'transport')).toMatchObject({
    verdict: 'deviates',
    findings: [
      {
        code: 'NO_ANSWER',
        at: 'transport',
        actual: 'none in three tries: no complete answer within 300 ms',
        reproduced: { k: 3, n: 3 },
      },
    ],
  });
  expect(of(report, 'transport', other).verdict).not.toBe('deviates');
});

test('no operation deviates when the vendor does not respond at all', () => {
  const report = run([clause('transport')], [silent({ outcomes: [inconclusive('transport')] })]);
  expect(of(report, 'transport').verdict).toBe('inconclusive');
  expect(report.verdict).toBe('partial');
});

test('findings of one clause are one by code and place: cases, occurrences, and the best k of n are kept', () => {
  const report = run(
    [clause('b')],
    [
      ran('one', { outcomes: [violated('b', {}, [1, 1])] }),
      ran('two', { outcomes: [violated('b', {}, [2, 3])] }),
      ran('three', { outcomes: [violated('b', { at: '/other' })] }),
    ],
  );
  const findings = of(report, 'b').findings;
  expect(findings.map(({ at, occurrences, reproduced, cases }) => [at, occurrences, reproduced, cases.length])).toEqual(
    [
      ['/a', 2, { k: 2, n: 3 }, 2],
      ['/other', 1, { k: 3, n: 3 }, 1],
    ],
  );
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  const again = run([clause('b')], [ran('x', { outcomes: [violated('b')] })]);
  expect(of(again, 'b').findings[0]?.id, 'the same over runs').toBe(findings[0]?.id);
});

test('a case has the most severe of its findings, at most at its clause’s level', () => {
  const clauses = [clause('a'), clause('b', 'SHOULD')];
  const report = run(clauses, [
    ran('warns', { clauses: [`${op}/b`], outcomes: [violated('b')] }),
    ran('fails', { clauses: [`${op}/a`], outcomes: [violated('b'), violated('a')] }),
    ran('holds', { outcomes: [holds('a')] }),
    ran('waits', { outcomes: [inconclusive('a')] }),
  ]);
  expect(report.cases.map(({ level, verdict }) => `${level} ${verdict}`)).toEqual([
    'SHOULD deviates',
    'MUST deviates',
    'MUST conforms',
    'MUST inconclusive',
  ]);
  expect(report.counts.cases).toBe(4);
});

test('a case that only observes another case’s cause does not deviate and names it', () => {
  const clauses = [clause('a'), clause('404/body/code/type')];
  const met = { outcomes: [holds('a'), violated('404/body/code/type')] };
  const report = run(clauses, [
    ran('one', met),
    ran('two', met),
    ran('own', { clauses: [`${op}/404/body/code/type`], ...met }),
  ]);
  expect(report.causes).toHaveLength(1);
  const id = report.causes?.[0]?.id ?? '';
  expect(report.cases.map(({ verdict, causes }) => [verdict, causes])).toEqual([
    ['conforms', [id]],
    ['conforms', [id]],
    ['deviates', [id]],
  ]);
  expect(report.causes?.[0]).toMatchObject({ case: `${op}/own`, cases: [`${op}/own`, `${op}/one`, `${op}/two`] });
  const without = run(clauses, [ran('one', met), ran('two', met)]);
  expect(
    without.cases.map(({ verdict }) => verdict),
    'the first of the plan carries it',
  ).toEqual(['deviates', 'conforms']);
});

test('counts add up to all clauses', () => {
  const clauses = ['a', 'b', 'c', 'd'].map((what) => clause(what));
  const { counts } = run(clauses, [
    ran('a', { outcomes: [holds('a')] }),
    ran('b', { outcomes: [violated('b')] }),
    ran('c', { outcomes: [inconclusive('c')] }),
  ]);
  const { warnings: _warnings, recorded: _recorded, total, cases: _cases, ...verdicts } = counts;
  expect(Object.values(verdicts).reduce((a, b) => a + b, 0)).toBe(4);
  expect(total).toBe(4);
  expect(counts).toMatchObject({ conforms: 1, deviates: 1, inconclusive: 1, 'not-run': 1 });
});

test('calls made are the plan’s and every extra, each with its reason', () => {
  const declared: CaseInfo[] = [
    ran('plain'),
    ran('again', { calls: { [op]: 2 } }),
    ran('less', { calls: { [op]: 1, [other]: 2 } }),
    ran('more'),
    ran('skipped', { calls: { [op]: 4 } }),
    ran('lost', { calls: { [op]: 5 } }),
  ];
  const results = [
    ran('plain'),
    ran('again', {
      calls: { [op]: 2 },
      made: { [op]: 6 },
      extra: [{ reason: 'repeated after a deviation', calls: 4 }],
    }),
    ran('less', { calls: { [op]: 1, [other]: 2 }, made: { [op]: 1 } }),
    ran('more', { made: { [op]: 1, [other]: 1 } }),
    ran('skipped', { calls: { [op]: 4 }, made: {}, notRun: 'MAX_AI_X is not set' }),
  ];
  const { requests } = run([clause('a')], results, { declared });
  expect(requests.planned).toBe(1 + 2 + 3 + 1 + 4 + 5);
  expect(requests.total).toBe(1 + 6 + 1 + 2);
  expect(requests.perOperation).toEqual({ [op]: 9, [other]: 1 });
  expect(requests.extra).toEqual([
    { reason: 'repeated after a deviation', calls: 4 },
    { reason: 'less setup or cleanup than planned', caseId: `${op}/less`, calls: -2 },
    { reason: 'more setup or cleanup than planned', caseId: `${op}/more`, calls: 1 },
    { reason: 'not run', caseId: `${op}/skipped`, calls: -4 },
    { reason: 'not reached', caseId: `${op}/lost`, calls: -5 },
  ]);
  const extra = requests.extra.reduce((total, { calls }) => total + calls, 0);
  expect(requests.total).toBe(requests.planned + extra);
});

test('a MUST clause that no response could have failed is listed as vacuous', () => {
  const clauses = [clause('a'), clause('b'), clause('c', 'SHOULD'), clause('d')];
  const outcomesOf = [holds('a'), holds('b'), holds('c'), violated('d')];
  const report = run(clauses, [ran('a', { outcomes: outcomesOf, flipped: [`${op}/a`] })]);
  expect(report.vacuous).toEqual([`${op}/b`]);
  const response = [clause('404/body/internals'), clause('404/content-type')];
  const deviates = ran('a', { outcomes: [holds('404/body/internals'), violated('404/content-type')] });
  expect(run(response, [deviates]).vacuous, 'an answer that deviates is no example to alter').toEqual([]);
});

test('a status pattern covers its status, its class, or everything', () => {
  expect([covers(['404'], 404), covers(['404'], 400), covers(['4XX'], 418), covers(['4xx'], 418)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([covers(['4XX'], 500), covers(['*'], 599), covers([], 200)]).toEqual([false, true, false]);
});

const answered = (status: number): Answered => ({
  kind: 'answered',
  operation,
  plan: { method: 'GET', path: {}, query: [], headers: [], credentials: 'valid', body: { kind: 'none' } },
  request: requestRecord(),
  startedAt: '',
  durationMs: 0,
  answer: answer({ status }),
});

/** Level, statuses accepted (`+`: undocumented 4xx too), the answer's status, what is said. 200, 204, 400, 401, 404, 429 are documented. */
const judgements: readonly (readonly [level: Level, accepts: string, status: number, said: string])[] = [
  ['MUST', '404', 404, 'pass'],
  ['MUST', '404', 400, 'STATUS_UNEXPECTED a'],
  ['MUST', '404', 200, 'TENANT_IGNORED a'],
  ['MUST', '404', 302, 'STATUS_UNEXPECTED a'],
  ['MUST', '404', 500, 'SERVER_ERROR a'],
  ['MUST', '404', 429, 'inconclusive'],
  ['MUST', '404', 503, 'SERVER_ERROR a'],
  ['MUST', '200', 404, 'STATUS_UNEXPECTED a'],
  ['MUST', '4XX', 418, 'pass'],
  ['MUST', '4XX+', 200, 'TENANT_IGNORED a'],
  ['SHOULD', '404', 400, 'STATUS_UNEXPECTED a'],
  ['SHOULD', '404', 500, 'SERVER_ERROR responses'],
  ['SHOULD', '404+', 418, 'pass'],
  ['INFO', '*', 404, 'recorded'],
  ['INFO', '*', 200, 'recorded'],
  ['INFO', '*', 500, 'SERVER_ERROR responses'],
  ['INFO', '*+', 418, 'recorded'],
];
for (const [level, accepts, status, said] of judgements)
  test(`a ${level} case that accepts ${accepts}, answered with ${status}: ${said}`, () => {
    const wanted: Expectation = {
      clause: clause('a', level),
      statuses: [accepts.replace('+', '')],
      acceptedCode: 'TENANT_IGNORED',
      ...(accepts.endsWith('+') && { undocumented: true as const }),
    };
    const outcome = expectation(answered(status), wanted);
    const shown =
      outcome.kind === 'fail' ? `${outcome.finding.code} ${outcome.finding.clause.split('/').at(-1)}` : outcome.kind;
    expect(shown).toBe(said);
  });

test.describe('the events of a run', () => {
  const clauses = [clause('a'), clause('b'), clause('c', 'SHOULD')];
  const cases = [
    ran('a', { outcomes: [holds('a')] }),
    ran('b', { outcomes: [violated('b')] }),
    ran('c', { outcomes: [violated('c')] }),
  ];
  const plan = planOf(clauses, cases);
  const part = (index: number, of: number, results: readonly CaseResult[]): RunEvent[] => [
    { kind: 'run-started', at: `2026-11-22T10:00:0${index}.000Z`, plan: planHash(plan), shard: { index, of } },
    ...finished(results),
    { kind: 'run-ended', at: `2026-11-22T10:00:1${index}.000Z` },
  ];

  test('shards are merged by concatenating their events', () => {
    const whole = fold(plan, part(1, 1, cases));
    const merged = fold(plan, [...part(1, 2, cases.slice(0, 1)), ...part(2, 2, cases.slice(1))]);
    expect(merged.clauses).toEqual(whole.clauses);
    expect(merged).toMatchObject({
      verdict: 'nonconformant',
      startedAt: '2026-11-22T10:00:01.000Z',
      durationMs: 11_000,
      counts: whole.counts,
    });
  });

  test('a shard that is missing makes the run partial, by name', () => {
    const [first, , third] = cases;
    if (!first || !third) throw new Error('three cases');
    const report = fold(planOf(clauses.slice(0, 1), [first]), [
      { kind: 'run-started', at, plan: planHash(planOf(clauses.slice(0, 1), [first])), shard: { index: 1, of: 2 } },
      ...finished([first]),
      { kind: 'run-ended', at },
    ]);
    expect(report).toMatchObject({ verdict: 'partial', because: 'shard 2 of 2 is missing' });
  });

  test('a document that could not be used makes the run at most partial, fails STRICT, and hides no deviation', () => {
    const one = planOf(clauses.slice(0, 1), cases.slice(0, 1));
    const unverified = ['specs/other/v1.openapi.yaml: is not YAML'];
    const events = (results: readonly RunEvent[]): RunEvent[] => [
      { kind: 'run-started', at, plan: planHash(one), unverified },
      ...results,
      { kind: 'run-ended', at },
    ];
    const report = fold(one, events(finished(cases.slice(0, 1))));
    expect(report).toMatchObject({ verdict: 'partial', because: `not verified: ${unverified[0]}`, unverified });
    expect([exitCode(report, false), exitCode(report, true)]).toEqual([0, 1]);
    const deviating = { ...ran('a', { outcomes: [violated('a')] }) };
    expect(fold(one, events(finished([deviating]))).verdict).toBe('nonconformant');
  });

  test('a selection is at most partial, and an unmatched waiver is not reported', () => {
    const waivers = {
      file: 'w',
      today: '2026-11-22',
      scope: [],
      waivers: [
        {
          clause: `${op}/a`,
          hash: '0123456789ab',
          code: 'BODY_TYPE',
          environment: 'loopback' as const,
          owner: 'o',
          ticket: 't',
          reason: 'r',
          expires: '2026-12-01',
        },
      ],
    };
    const one = { ...planOf(clauses.slice(0, 1), cases.slice(0, 1)), waivers };
    const part = { text: '--operation getThing', cases: cases.slice(0, 1).map(({ id }) => id) };
    const events = (selection?: typeof part): RunEvent[] => [
      { kind: 'run-started', at, plan: planHash(one), ...(selection !== undefined && { selection }) },
      ...finished(cases.slice(0, 1)),
      { kind: 'run-ended', at },
    ];
    expect(fold(one, events(part))).toMatchObject({
      verdict: 'partial',
      because: 'only a selection was run: 1 of 1 cases, --operation getThing',
      selection: '--operation getThing',
    });
    expect(fold(one, events()).verdict).toBe('nonconformant');
  });

  test('unselected cases are not-run for that reason and not counted as missing', () => {
    const [first] = cases;
    if (!first) throw new Error('a case');
    const report = fold(plan, [
      { kind: 'run-started', at, plan: planHash(plan), selection: { text: '--case a', cases: [first.id] } },
      ...finished([first]),
      { kind: 'run-ended', at },
    ]);
    expect(report.cases.map(({ id }) => id)).toEqual([first.id]);
    expect(report.requests.extra.filter(({ reason }) => reason === 'not reached')).toEqual([]);
    const others = report.clauses.filter((each) => !first.clauses.includes(each.id));
    expect(others.length).toBeGreaterThan(0);
    for (const each of others) expect(each).toMatchObject({ verdict: 'not-run', because: 'not selected' });
  });

  test('events of another plan make the run invalid', () => {
    const other = planOf(clauses.slice(1), cases.slice(1));
    expect(fold(other, part(1, 1, cases)).verdict).toBe('invalid');
  });

  test('calls outside every case are counted with their reason', () => {
    const calls = { kind: 'unplanned-calls' as const, reason: 'removed what a dead worker left', calls: { [op]: 2 } };
    const { requests } = fold(plan, [...part(1, 1, cases), calls]);
    expect(requests.total).toBe(5);
    expect(requests.extra).toEqual([{ reason: 'removed what a dead worker left', calls: 2 }]);
  });

  test('a line that a killed process left unfinished is not read', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'events-'));
    try {
      const file = path.join(folder, 'events.jsonl');
      for (const event of part(1, 1, cases)) appendEvent(file, event);
      expect(readEvents(file)).toEqual(part(1, 1, cases));
      appendFileSync(file, '{"kind":"case-fini');
      expect(readEvents(file)).toEqual(part(1, 1, cases));
      expect(readEvents(path.join(folder, 'none.jsonl'))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('a finding counts at its own level where the situation lowers it', () => {
  const lower = (level: Level) => run([clause('a')], [ran('a', { outcomes: [holds('a'), violated('a', { level })] })]);
  expect(lower('SHOULD')).toMatchObject({ verdict: 'conformant', counts: { deviates: 1, warnings: 1 } });
  expect(of(lower('SHOULD'), 'a').findings[0]?.level).toBe('SHOULD');
  expect(of(lower('INFO'), 'a')).toMatchObject({ verdict: 'conforms', findings: [], observed: 'a number (BODY_TYPE)' });
  expect(run([clause('a', 'SHOULD')], [ran('a', { outcomes: [violated('a', { level: 'MUST' })] })]).verdict).toBe(
    'conformant',
  );
});

test('what is quoted of the vendor are its words as published, not as an overlay has them', () => {
  const places: string[] = [];
  const plan: RunPlan = {
    ...planOf([{ ...clause('a'), at: 'specs/x.yaml#/a/b' }], [ran('a')]),
    published: (file) => {
      places.push(file);
      return { a: { b: { required: ['trace_id'] } } };
    },
  };
  const report = fold(plan, [
    { kind: 'run-started', at, plan: planHash(plan) },
    ...finished([ran('a', { outcomes: [violated('a')] })]),
  ]);
  expect(JSON.parse(of(report, 'a').quote ?? '')).toEqual({ required: ['trace_id'] });
  expect(places).toEqual(['specs/x.yaml']);
});
