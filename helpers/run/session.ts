/** One case while it runs: it sends, every answer is judged by every check, and what was learnt becomes a CaseResult. */
import { clauseIdAt, ofBody, ofOperation, responseKey } from '../contract/clause.ts';
import { responseFor } from '../contract/operations.ts';
import { at } from '../contract/pointer.ts';
import { markedPlaces } from '../contract/clauses.ts';
import { header, json, jsonResponse, shownPlace } from '../checks/read.ts';
import { validPlan } from '../cases/plan.ts';
import type { Expectation } from '../cases/types.ts';
import type {
  Answered,
  Clause,
  Exchange,
  Finding,
  InconclusiveCause,
  Operation,
  Outcome,
  RequestPlan,
} from '../contract/types.ts';
import { attributeResponse, expectation, runChecks } from './judge.ts';
import { recordOf } from './record.ts';
import { flipped, isFalsifiable } from './vacuity.ts';
import type { ExchangeRecord } from '../verdict/report.ts';
import { vendorOf } from '../plugins/index.ts';
import type { CallOptions, Sender, Subject, Vendor } from '../profile/vendor.ts';
import { CutOff } from '../client/budget.ts';
import { Forbidden, type Reply } from '../client/send.ts';
import type { Engine } from './engine.ts';
import { triesUntilSilent } from '../client/circuit-breaker.ts';
import { key } from '../client/journal.ts';
import type { CaseInfo, CaseResult, ClauseOutcome } from './result.ts';

/** Ends a case early: what it had to say is said. */
class Stop extends Error {
  readonly why: InconclusiveCause;
  constructor(because: string, why: InconclusiveCause) {
    super(because);
    this.why = why;
  }
}
/** Ends a case that cannot be run here. */
class NotRun extends Error {}

export interface Session extends Sender {
  readonly engine: Engine;
  /** Sends a ready plan. */
  exchange(operation: Operation, plan: RequestPlan, options?: CallOptions): Promise<Exchange>;
  valid(operation: Operation, subject?: Subject): RequestPlan;
  /** Judges an answer by what a case accepts; false where it deviates or is inconclusive. */
  expect(exchange: Exchange, expect: Expectation): boolean;
  /** The same in a scenario: the clause by its id, `status` as the promise says it. */
  judge(
    exchange: Exchange,
    expected: { clause: string; status: readonly (number | string)[] | number | string; code?: Uppercase<string> },
  ): boolean;
  /** Judges anything else that a clause promises. `actual` must hold no secret and no health data. */
  claim(
    clause: string,
    claim: { holds: boolean; code: Uppercase<string>; at: string; expected: string; actual: string; status?: number },
  ): boolean;
  /** Notes what was seen where the documents leave it open. */
  observe(clause: string, text: string): void;
  /** The value of a variable; without it the case is not run. */
  need(variable: keyof Engine['config']['values']): string;
  /** Makes something for this case; it is removed at its end. Stops the case where the vendor did not make it. */
  make(kind: string): Promise<Subject>;
  /** Has something removed at the end of the case. */
  readonly keep: (subject: Subject) => void;
  /** Lets go of something: it outlives the case. */
  release(subject: Subject): void;
  /** Asks on a resource that others used before: where the answer is not accepted, the judgement is taken back and the case asks again. */
  trial<T extends { accepted: boolean; exchange: Exchange }>(
    ask: () => Promise<T>,
    takenBack: (exchange: Exchange) => boolean,
  ): Promise<T>;
  /** Makes calls that the plan does not have, for a reason. */
  apart<T>(why: string, calls: () => Promise<T>): Promise<T>;
  /** An id that names nothing. It is like one that is known, unless that is so short that its neighbours may be somebody's. */
  invent(parameter: string, operation: Operation, like: string): { readonly id: string; readonly alike: boolean };
  /** Keeps a secret that an answer gave: a credential from now on, and never to be shown. */
  learn(name: string, value: string): void;
  /** Waits, and has everybody leave a vendor alone meanwhile; where the run would be over before, the case is cut off. */
  pause(milliseconds: number, vendor?: string): Promise<void>;
  /** Ends the case: its clauses are inconclusive. `why` is `setup` unless given. */
  stop(because: string, why?: InconclusiveCause): never;
  notRun(because: string): never;
}

interface Attempt {
  readonly outcomes: ClauseOutcome[];
  readonly records: ExchangeRecord[];
  readonly observed: { clause: string; text: string }[];
  readonly unique: { clause: string; value: string; record: number }[];
  readonly made: Record<string, number>;
  readonly extra: { why: string; calls: number }[];
  readonly answered: Record<string, number>;
  readonly unanswered: { operation: string; because: string }[];
  readonly silent: Set<string>;
  readonly notices: string[];
  readonly flipped: Set<string>;
  readonly kept: Map<string, Subject>;
  /** Since when the calls made are not in the plan. */
  notRun?: string;
  error?: string;
  /** The vendor changed what it must not: nothing is asked again. */
  damaged?: true;
}

const newAttempt = (): Attempt => ({
  outcomes: [],
  records: [],
  observed: [],
  unique: [],
  made: {},
  extra: [],
  answered: {},
  unanswered: [],
  silent: new Set(),
  notices: [],
  flipped: new Set(),
  kept: new Map(),
});

/**
 * Runs a case: once, and where it deviates in a way not asked about yet, again, to say k of n. What it made is removed at its
 * end, or given to `leave`, for somebody else to remove.
 */
export async function runCase(
  engine: Engine,
  info: CaseInfo,
  body: (session: Session) => Promise<void>,
  leave?: (subject: Subject) => void,
): Promise<CaseResult> {
  const started = performance.now();
  const first = await attempt(engine, info, body, leave);
  const fresh = signatures(first).filter((each) => !engine.asked.has(each));
  const attempts = [first];
  if (fresh.length > 0 && first.error === undefined && first.notRun === undefined && !first.damaged) {
    for (const each of fresh) engine.asked.add(each);
    for (let again = 0; again < engine.repeats; again += 1) attempts.push(await attempt(engine, info, body, leave));
  }
  return merge(info, attempts, Math.round(performance.now() - started));
}

const signature = ({ clause, code, at: place }: Finding): string => `${clause}|${code}|${place}`;
const signatures = ({ outcomes }: Attempt): string[] => [
  ...new Set(outcomes.flatMap((each) => (each.kind === 'fail' ? [signature(each.finding)] : []))),
];

function merge(info: CaseInfo, attempts: readonly Attempt[], durationMs: number): CaseResult {
  const [first = newAttempt(), ...again] = attempts;
  const n = attempts.length;
  const sum = (pick: (each: Attempt) => Record<string, number>) => {
    const total: Record<string, number> = {};
    for (const each of attempts)
      for (const [name, count] of Object.entries(pick(each))) total[name] = (total[name] ?? 0) + count;
    return total;
  };
  const outcomes = first.outcomes.map((outcome): ClauseOutcome => {
    if (outcome.kind !== 'fail') return outcome;
    const k = attempts.filter((each) => signatures(each).includes(signature(outcome.finding))).length;
    return { ...outcome, k, n };
  });
  // What only a later asking showed is a finding too: an answer that changes is never hidden.
  const seen = new Set(signatures(first));
  for (const later of again)
    for (const outcome of later.outcomes)
      if (outcome.kind === 'fail' && !seen.has(signature(outcome.finding))) {
        seen.add(signature(outcome.finding));
        const k = attempts.filter((each) => signatures(each).includes(signature(outcome.finding))).length;
        const { record: _of, ...rest } = outcome;
        outcomes.push({ ...rest, k, n });
      }
  const repeated = again.reduce((calls, each) => calls + total(each.made), 0);
  return {
    ...info,
    outcomes: compact(outcomes),
    records: first.records,
    ...(first.notRun === undefined ? {} : { notRun: first.notRun }),
    ...(first.error === undefined ? {} : { error: first.error }),
    observed: first.observed,
    unique: attempts.flatMap(({ unique }) => unique),
    made: sum(({ made }) => made),
    extra: [
      ...first.extra,
      ...(repeated > 0 ? [{ why: `asked again after a deviation: ${info.id}`, calls: repeated }] : []),
    ],
    answered: sum(({ answered }) => answered),
    unanswered: attempts.flatMap(({ unanswered }) => unanswered),
    silent: [...new Set(attempts.flatMap(({ silent }) => [...silent]))],
    notices: attempts.flatMap(({ notices }) => notices),
    flipped: [...new Set(attempts.flatMap(({ flipped }) => [...flipped]))],
    durationMs,
  };
}

/** One `holds` a clause is enough; every violation stays. */
function compact(outcomes: readonly ClauseOutcome[]): ClauseOutcome[] {
  const seen = new Set<string>();
  return outcomes.filter((outcome) => {
    const name = outcome.kind === 'fail' ? `v ${signature(outcome.finding)}` : `${outcome.kind} ${outcome.clause}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

async function attempt(
  engine: Engine,
  info: CaseInfo,
  body: (session: Session) => Promise<void>,
  leave?: (subject: Subject) => void,
): Promise<Attempt> {
  const state = newAttempt();
  const session = openSession(engine, info, state);
  try {
    await engine.wire.renew();
    await body(session);
  } catch (error) {
    take(error, state, info, engine);
  }
  for (const subject of state.kept.values()) {
    try {
      if (leave) leave(subject);
      else await cleanUp(session, engine, subject, state);
    } catch (error) {
      take(error, state, info, engine);
    }
  }
  return state;
}

function take(error: unknown, state: Attempt, info: CaseInfo, engine: Engine): void {
  if (error instanceof NotRun || error instanceof CutOff) state.notRun = error.message;
  else if (error instanceof Forbidden && error.objection.kind === 'not-run') state.notRun = error.message;
  else if (error instanceof Stop)
    for (const clause of info.clauses)
      state.outcomes.push({ kind: 'inconclusive', clause, cause: error.why, because: error.message });
  else
    state.error = engine.redactor.text(
      error instanceof Error ? (`${error.name}: ${error.message}`.split('\n')[0]?.slice(0, 300) ?? '') : String(error),
    );
}

async function cleanUp(session: Session, engine: Engine, subject: Subject, state: Attempt): Promise<void> {
  const vendor = vendorFor(engine, subject.kind);
  const because = await whyLeft(() => vendor.remove(subject, session));
  if (because === undefined) return;
  engine.journal.kept(subject.id);
  state.notices.push(
    `left behind: ${subject.kind} ${engine.redactor.text(subject.id)} could not be removed (${because}); npm run sweep tries again`,
  );
}

async function whyLeft(remove: () => Promise<Exchange>): Promise<string | undefined> {
  try {
    const exchange = await remove();
    if (exchange.kind === 'unanswered') return exchange.because;
    return [200, 204, 404].includes(exchange.answer.status) ? undefined : String(exchange.answer.status);
  } catch (error) {
    if (error instanceof CutOff || error instanceof NotRun) return error.message;
    throw error;
  }
}

const vendorFor = (engine: Engine, kind: string): Vendor => {
  const found = engine.config.targets.map(({ vendor }) => vendorOf(vendor)).find((vendor) => kind in vendor.costs);
  if (!found) throw new Error(`nothing knows how to remove a ${kind}`);
  return found;
};

function openSession(engine: Engine, info: CaseInfo, state: Attempt): Session {
  const { redactor, journal, config } = engine;

  function record(exchange: Exchange): number {
    state.records.push(recordOf(exchange, info.id, redactor));
    return state.records.length - 1;
  }

  function push(outcome: Outcome, index?: number): void {
    const at = index === undefined ? {} : { record: index };
    if (outcome.kind === 'pass') state.outcomes.push({ kind: 'pass', clause: outcome.clause, ...at });
    else if (outcome.kind === 'fail')
      state.outcomes.push({
        kind: 'fail',
        clause: outcome.finding.clause,
        finding: {
          ...outcome.finding,
          at: shownPlace(outcome.finding.at),
          actual: redactor.text(outcome.finding.actual),
        },
        k: 1,
        n: 1,
        ...at,
      });
    else if (outcome.kind === 'inconclusive') state.outcomes.push(outcome);
    else if (outcome.kind === 'recorded') state.observed.push({ clause: outcome.clause, text: outcome.value });
  }

  /** Runs all checks on an answer. */
  function check(exchange: Answered, { tolerant = false, outside = false }: CallOptions): void {
    const index = record(exchange);
    const { answer } = exchange;
    const operation = outside ? attributeResponse(exchange.operation, answer) : exchange.operation;
    state.answered[operation.id] = (state.answered[operation.id] ?? 0) + 1;
    push({ kind: 'pass', clause: transportOf(operation) }, index);
    for (const outcome of runChecks(engine.checks, { operation, answer })) {
      if (
        ((tolerant && answer.status < 500) || (outside && answer.status === 501)) &&
        outcome.kind === 'fail' &&
        outcome.finding.code === 'STATUS_UNDOCUMENTED'
      )
        continue;
      push(outcome, index);
    }
    tryToFlip({ ...exchange, operation });
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (documented?.media.schemaPointer !== undefined && parsed?.ok)
      for (const place of markedPlaces(operation.contract.document, documented.media.schemaPointer, 'x-unique')) {
        const value = at(parsed.value, place);
        if (typeof value === 'string' && value !== '')
          state.unique.push({
            clause: clauseIdAt(operation, ofBody(documented.response.key, place, 'unique')),
            value: redactor.text(value),
            record: index,
          });
      }
  }

  /** Once for each documented response: its answer altered offline shows which clauses can fail at all. */
  function tryToFlip(exchange: Answered): void {
    const response = responseFor(exchange.operation, exchange.answer.status);
    const name = responseKey(exchange.operation.id, response?.key ?? 'undocumented');
    // An answer of this weight is no example of anything, and altering it hundreds of times would cost gigabytes.
    if (engine.flipTried.has(name) || exchange.answer.body.length > 100_000) return;
    engine.flipTried.add(name);
    for (const clause of flipped(exchange, engine.checks, state.flipped)) state.flipped.add(clause);
    state.flipped.add(transportOf(exchange.operation));
  }

  /** What a case needs before its request makes sense; whether it may be sent is the wire's to say. */
  function require(operation: Operation, plan: RequestPlan): void {
    const vendor = vendorOf(operation.contract.vendor);
    if (!config.targets.some((each) => each.vendor === vendor.id))
      throw new NotRun(`${vendor.id} is not a target of this run`);
    const missing = vendor.missingCredential(plan.credentials, config);
    if (missing !== undefined) throw new NotRun(`${missing} is not set`);
  }

  async function exchange(operation: Operation, plan: RequestPlan, options: CallOptions = {}): Promise<Exchange> {
    const vendor = vendorOf(operation.contract.vendor);
    require(operation, plan);
    const creates = vendor.creates(operation) && plan.method === operation.method;
    const fixture = engine.known.fixtureIn(operation, plan);
    if (fixture !== undefined && engine.damaged.has(fixture))
      throw new NotRun(`${fixture} was changed earlier in this run, which had to be refused`);
    let waits = 0;
    for (let tries = 1; ; tries += 1) {
      if (engine.silence.count(operation.id) >= triesUntilSilent) {
        state.silent.add(operation.id);
        return silent(operation, plan);
      }
      let seq: string | undefined;
      const leaving = () => {
        if (creates)
          seq = journal.intent({
            vendor: vendor.id,
            origin: vendor.endpoint(config, engine.tokens).baseUrl,
            resource: operation.id,
            ...placeOf(plan),
          });
      };
      const result = await engine.wire.send(operation, plan, {
        refusal: options.refusal,
        cleanUp: options.purpose === 'clean-up',
        leaving,
      });
      state.made[operation.id] = (state.made[operation.id] ?? 0) + 1;
      if (tries > 1)
        state.extra.push({
          why: waits > 0 ? `asked again after 429: ${operation.id}` : `asked again after no answer: ${operation.id}`,
          calls: 1,
        });
      if (result.kind === 'unanswered') {
        if (seq !== undefined) {
          journal.lost(seq);
          engine.budget?.reserve(-1);
        }
        state.unanswered.push({ operation: operation.id, because: result.because });
        record(result);
        // A server that refuses a body before it has come may close the connection: no silence of the operation.
        const isClosed = options.tolerant === true && result.why === 'network';
        if (!isClosed) engine.silence.unanswered(operation.id);
        if (result.why === 'transport') {
          push(
            {
              kind: 'fail',
              finding: {
                code: 'TRANSPORT',
                clause: transportOf(operation),
                at: 'transport',
                expected: 'a complete answer',
                actual: result.because,
              },
            },
            state.records.length - 1,
          );
          return result;
        }
        if (tries < (result.why === 'timeout' ? engine.timeouts : triesUntilSilent)) continue;
        if (!isClosed) state.silent.add(operation.id);
        return result;
      }
      engine.silence.answered(operation.id);
      settle(result, seq, fixture);
      check(result, options);
      if (fixture !== undefined && result.answer.status < 300) damage(result, fixture);
      if (result.answer.status === 429 && !options.expects429 && waits < 3) {
        waits += 1;
        await wait(result);
        continue;
      }
      return result;
    }
  }

  /** A vendor did what it had to refuse: said at once, never repeated, with what was lost or added. */
  function damage({ operation, plan, answer }: Answered, fixture: string): void {
    engine.damaged.add(fixture);
    state.damaged = true;
    const vendor = vendorOf(operation.contract.vendor);
    const lost = vendor.destroys(operation, plan).length > 0;
    const what = lost
      ? `what ${fixture} names was deleted and is lost: put it back before the next run`
      : `something was added to what ${fixture} names; it is being removed again`;
    state.notices.push(`DAMAGE: ${operation.id} answered ${answer.status} where it must refuse: ${what}`);
    const must = info.clauses.find((id) => engine.clauses.get(id)?.level === 'MUST');
    push(
      {
        kind: 'fail',
        finding: {
          code: 'DAMAGE',
          clause: must ?? clauseIdAt(operation, ofOperation('responses')),
          at: 'status',
          expected: `a refusal of the ${plan.method} on what ${fixture} names`,
          actual: `${answer.status}: ${lost ? 'it was deleted' : 'it was added to'}`,
          status: answer.status,
        },
      },
      state.records.length - 1,
    );
  }

  function settle(result: Answered, seq: string | undefined, fixture: string | undefined): void {
    const vendor = vendorOf(result.operation.contract.vendor);
    const creation = seq === undefined ? undefined : vendor.created(result);
    if (seq !== undefined) {
      const ids = creation?.ids ?? [];
      journal.made(seq, ids, creation?.kind);
      engine.budget?.reserve(ids.length - 1);
      // What was wrongly made on a fixture has to be looked for there.
      const place = fixture === undefined ? undefined : vendor.addsTo(result.plan);
      for (const id of ids) state.kept.set(id, vendor.restore(creation?.kind ?? '', id, place));
    }
    const { status } = result.answer;
    for (const id of vendor.destroys(result.operation, result.plan)) {
      const kept = [...state.kept.keys()].find((each) => key(each) === key(id));
      const gone = status === 200 || status === 204 || (status === 404 && isPlain(result, state.kept.get(kept ?? '')));
      if (!gone) continue;
      if (journal.gone(id, `${result.plan.method} answered ${status}`)) engine.budget?.reserve(-1);
      if (kept !== undefined) state.kept.delete(kept);
    }
  }

  /** "Not found" says that something is gone only where all else in the request was right. */
  function isPlain({ operation, plan }: Answered, subject: Subject | undefined): boolean {
    const plain = valid(operation, subject);
    return (
      subject !== undefined &&
      plan.credentials === 'valid' &&
      JSON.stringify([plan.path, plan.query, plan.headers]) === JSON.stringify([plain.path, plain.query, plain.headers])
    );
  }

  async function wait(result: Answered): Promise<void> {
    const asked = Number(header(result.answer, 'retry-after') ?? 1);
    const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), 65) : 1;
    await pause(Math.min(Math.max(seconds * 1_000, 50), engine.patienceMs), result.operation.contract.vendor);
  }

  /** With a vendor for all processes of the run; throws where the run ends before. */
  async function pause(milliseconds: number, vendor?: string): Promise<void> {
    if (vendor !== undefined) engine.budget?.pause(vendor, milliseconds);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function silent(operation: Operation, plan: RequestPlan): Exchange {
    return {
      operation,
      plan,
      url: '',
      curl: '',
      startedAt: new Date().toISOString(),
      durationMs: 0,
      kind: 'unanswered',
      why: 'network',
      because: `${operation.id} did not answer ${triesUntilSilent} times in a row: not asked again`,
    };
  }

  function valid(operation: Operation, subject?: Subject): RequestPlan {
    const vendor = vendorOf(operation.contract.vendor);
    return validPlan(operation, {
      parameter: ({ name }) => subject?.value(name, operation) ?? vendor.value(name, operation, config),
      body: () => vendor.body(operation, subject, config),
    });
  }

  function expectOf(exchange: Exchange, expect: Expectation): boolean {
    const clause = expect.clause.id;
    if (exchange.kind === 'unanswered') {
      state.outcomes.push({ kind: 'inconclusive', clause, cause: 'no-answer', because: exchange.because });
      return false;
    }
    const outcome = expectation(exchange, expect);
    push(outcome, state.records.length - 1);
    if (outcome.kind === 'pass' && isFalsifiable(exchange, expect)) state.flipped.add(clause);
    return outcome.kind === 'pass' || outcome.kind === 'recorded';
  }

  function clauseById(id: string): Clause {
    const clause = engine.clauses.get(id);
    if (!clause) throw new Error(`there is no clause ${id}`);
    return clause;
  }

  return {
    engine,
    valid,
    exchange: async (operation, plan, options) => exchange(operation, plan, options),
    call: (id, edit, options = {}) => {
      const operation = engine.operations.get(id);
      if (!operation) throw new NotRun(`no document in specs/ has ${id}`);
      return exchange(operation, edit(valid(operation, options.subject)), options);
    },
    async fetch(url, options, what): Promise<Reply> {
      const vendor = what.split('/')[0] ?? '';
      const reply = await engine.wire.fetch(url, { ...options, vendor });
      state.made[what] = (state.made[what] ?? 0) + 1;
      return reply;
    },
    expect(result, expect) {
      return expectOf(result, expect);
    },
    judge(result, { clause, status, code }) {
      const statuses = (Array.isArray(status) ? status : [status]).map(String);
      return expectOf(result, { clause: clauseById(clause), statuses, ...(code && { acceptedCode: code }) });
    },
    claim(clause, { holds, actual, ...claim }) {
      clauseById(clause);
      const index = state.records.length - 1;
      if (holds) push({ kind: 'pass', clause }, index);
      else push({ kind: 'fail', finding: { ...claim, clause, actual: redactor.text(actual) } }, index);
      return holds;
    },
    observe(clause, text) {
      clauseById(clause);
      state.observed.push({ clause, text: redactor.text(text) });
    },
    need(variable) {
      const value = config.values[variable];
      if (typeof value !== 'string' || value === '') throw new NotRun(`${variable} is not set`);
      return value;
    },
    async make(kind) {
      const vendor = vendorFor(engine, kind);
      const subject = await vendor.create(kind, this);
      if (!subject) throw new Stop(`set-up failed: no ${kind} could be made (${lastAnswer()})`, 'setup');
      return subject;
    },
    keep: (subject) => void state.kept.set(subject.id, subject),
    release: ({ id }) => void state.kept.delete(id),
    async trial(ask, takenBack) {
      const [before, calls] = [state.outcomes.length, total(state.made)];
      const result = await ask();
      if (result.accepted || !takenBack(result.exchange)) return result;
      const judged = state.outcomes.splice(before).filter((each) => each.clause !== info.id);
      state.outcomes.push(...judged);
      state.extra.push({ why: `asked again on a resource of its own: ${info.id}`, calls: total(state.made) - calls });
      return result;
    },
    async apart(why, calls) {
      const before = total(state.made);
      const result = await calls();
      state.extra.push({ why, calls: total(state.made) - before });
      return result;
    },
    invent(parameter, operation, like) {
      const alike = (like.match(/[0-9a-z]/gi)?.length ?? 0) >= 20;
      const id = vendorOf(operation.contract.vendor).unknown(parameter, operation, alike ? like : '');
      engine.invented.add(id).add(key(id));
      return { id, alike };
    },
    learn(name, value) {
      engine.tokens.set(name, value);
      redactor.add({ name, value });
    },
    pause,
    stop(because, why = 'setup') {
      throw new Stop(because, why);
    },
    notRun(because) {
      throw new NotRun(because);
    },
  };

  function lastAnswer(): string {
    const last = state.records.at(-1);
    return last === undefined
      ? 'nothing was sent'
      : `${last.operation} answered ${last.answer?.status ?? `nothing: ${last.unanswered ?? ''}`}`;
  }
}

/** The clause about answering at all. */
const transportOf = (operation: Operation): string => clauseIdAt(operation, ofOperation('transport'));

const total = (calls: Record<string, number>): number => Object.values(calls).reduce((a, b) => a + b, 0);

/** Where a creation went, for a person who has to find it. */
function placeOf(plan: RequestPlan): { note?: string; file?: string } {
  const file =
    plan.body.kind === 'multipart'
      ? plan.body.parts.find(({ fileName }) => fileName !== undefined)?.fileName
      : undefined;
  const note = plan.path['noteId'];
  return { ...(note === undefined ? {} : { note }), ...(file === undefined ? {} : { file }) };
}
