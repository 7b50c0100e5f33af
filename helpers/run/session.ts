/** What a case can do while it runs: send, judge, make resources, and end early. */
import type { Expectation } from '../cases/types.ts';
import { validPlan } from '../cases/plan.ts';
import type { Clause, Exchange, InconclusiveCause, Operation, Outcome, Reply, RequestPlan } from '../contract/types.ts';
import { key } from '../client/journal.ts';
import type { CallOptions, Sender, Subject } from '../profile/vendor.ts';
import { addOutcome, total, type Attempt } from './attempt.ts';
import { openCaseClient } from './case-client.ts';
import type { Engine } from './engine.ts';
import { expectation } from './judge.ts';
import { resourceVendor } from './resource-vendor.ts';
import type { CaseInfo } from './result.ts';
import { NotRun, Stop } from './stop.ts';
import { isFalsifiable } from './vacuity.ts';

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
  need(variable: string): string;
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

/** Opens the session of one attempt; `timeouts` is how often in a row a request may wait in vain for its answer. */
export function openSession(engine: Engine, info: CaseInfo, state: Attempt, timeouts: number): Session {
  const { redactor, config } = engine;
  const push = (outcome: Outcome) => addOutcome(state, redactor, outcome, state.records.length - 1);

  /** With a vendor for all processes of the run; throws where the run ends before. */
  async function pause(milliseconds: number, vendor?: string): Promise<void> {
    if (vendor !== undefined) engine.budget?.pause(vendor, milliseconds);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function valid(operation: Operation, subject?: Subject): RequestPlan {
    const vendor = engine.vendors.of(operation);
    return validPlan(operation, {
      parameter: ({ name }) => subject?.value(name, operation) ?? vendor.value(name, operation, config),
      body: () => vendor.body(operation, subject, config),
    });
  }

  const send = openCaseClient({ engine, info, state, timeouts, pause, valid });
  const exchange = (operation: Operation, plan: RequestPlan, options: CallOptions = {}) =>
    send({ operation, plan, options });

  function expectOf(exchange: Exchange, expect: Expectation): boolean {
    const clause = expect.clause.id;
    if (exchange.kind === 'unanswered') {
      state.outcomes.push({ kind: 'inconclusive', clause, cause: 'no-answer', because: exchange.because });
      return false;
    }
    const outcome = expectation(exchange, expect);
    push(outcome);
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
    exchange,
    call: async (id, edit, options = {}) => {
      const operation = engine.operations.get(id);
      if (!operation) throw new NotRun(`no document in specs/ has ${id}`);
      return exchange(operation, edit(valid(operation, options.subject)), options);
    },
    async fetch(url, options, what): Promise<Reply> {
      const vendor = what.split('/')[0] ?? '';
      const reply = await engine.transport.fetch(url, { ...options, vendor });
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
      if (holds) push({ kind: 'pass', clause });
      else push({ kind: 'fail', finding: { ...claim, clause, actual: redactor.text(actual) } });
      return holds;
    },
    observe(clause, text) {
      clauseById(clause);
      state.observed.push({ clause, text: redactor.text(text) });
    },
    need(variable) {
      const value = config.variables[variable];
      if (value === undefined) throw new NotRun(`${variable} is not set`);
      return value;
    },
    async make(kind) {
      const vendor = resourceVendor(engine, kind);
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
      const id = engine.vendors.of(operation).unknown(parameter, operation, alike ? like : '');
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
