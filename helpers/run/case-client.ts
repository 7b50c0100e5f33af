/** The client of one case: the middleware that its requests go through, and the observers of what comes back. */
import { budgeted } from '../client/budget.ts';
import { breaker } from '../client/circuit-breaker.ts';
import { denialReason, guard, type Denial } from '../client/guard.ts';
import { isCreation, journaled } from '../client/journaled.ts';
import { recorded } from '../client/recorded.ts';
import { compose, type OutgoingRequest, type Send } from '../client/request.ts';
import { retry } from '../client/retry.ts';
import { targetOf } from '../client/target.ts';
import { isSuccess, type Answered, type Exchange, type Operation, type RequestPlan } from '../contract/types.ts';
import type { Resource } from '../profile/vendor.ts';
import { servedElsewhere } from './as-configured.ts';
import type { Attempt } from './attempt.ts';
import type { Engine } from './engine.ts';
import { attributeResponse } from './judge.ts';
import { leftBehind } from './left-behind.ts';
import { observeChecks } from './observers/checks.ts';
import { observeCounts } from './observers/counts.ts';
import { observeDamage } from './observers/damage.ts';
import { observeUniqueness } from './observers/uniqueness.ts';
import { observeVacuity } from './observers/vacuity.ts';
import type { Observer } from './published.ts';
import { recordOf } from './record.ts';
import type { CaseInfo } from './result.ts';
import { NotRun, Stop } from './stop.ts';

export interface CaseClientOptions {
  readonly engine: Engine;
  readonly info: CaseInfo;
  readonly state: Attempt;
  readonly timeouts: number;
  readonly pause: (milliseconds: number, vendor: string) => Promise<void>;
  /** The valid request of an operation, to compare one that was sent with. */
  readonly valid: (operation: Operation, resource: Resource) => RequestPlan;
}

/** Builds the client. What was made is in the journal before an answer is judged: an error in judging it loses nothing. */
export function openCaseClient(options: CaseClientOptions): Send {
  const { engine, state, timeouts, pause } = options;
  const vendorFor = ({ operation }: OutgoingRequest) => engine.vendors.of(operation);
  const fixtureIn = ({ operation, plan }: OutgoingRequest) => engine.facts.fixtureIn(operation, plan);
  const observers = observersOf(options);
  const send = compose(
    [
      retry({
        timeouts,
        patienceMs: engine.limits.patienceMs,
        pause,
        gaveUp: (operation) => void state.silent.add(operation),
      }),
      breaker(engine.client.circuit),
      guard((request) => denialOf(request, engine)),
      budgeted(engine.client.budget, (request) => isCreation(vendorFor(request), request)),
      recorded((request, exchange) => publish(request, exchange, options, observers)),
      journaled({
        journal: engine.client.journal,
        budget: engine.client.budget,
        vendorOf: vendorFor,
        origin: ({ operation }) => engine.client.endpoint(operation.contract.vendor).baseUrl,
        namesFixture: (request) => fixtureIn(request) !== undefined,
        resources: state.kept,
        isPlain: (exchange, resource) => isPlain(exchange, resource, options),
      }),
    ],
    (request) => engine.client.transport.send(request),
  );
  return async (request) => {
    requireSendable(request, engine, fixtureIn(request));
    return send(request);
  };
}

/** What a case needs before its request makes sense; whether it may be sent is the guard's to decide. */
function requireSendable({ operation, plan }: OutgoingRequest, engine: Engine, fixture: string | undefined): void {
  const vendor = engine.vendors.of(operation);
  if (!engine.config.targets.some((each) => each.vendor === vendor.id))
    throw new NotRun(`${vendor.id} is not a target of this run`);
  if (operation.elsewhere !== undefined) throw new NotRun(servedElsewhere(operation));
  const missing = vendor.missingCredential(operation, plan.credentials, engine.config);
  if (missing !== undefined) throw new NotRun(`${missing} is not set`);
  if (plan.gaps?.length) {
    const reasons = plan.gaps.map(({ place, reason }) => `${place}: ${reason}`).join('; ');
    throw new Stop(`no valid request could be built: ${reasons}`, 'test-data');
  }
  if (plan.method === 'POST' && engine.state.unmarkedCreations.has(operation.id))
    throw new NotRun('what an earlier success created is not known to be of this run: no further one is sent');
  if (plan.faulty === true && plan.method === 'POST' && engine.state.leavesBehind.has(operation.id))
    throw new NotRun(
      'a request with a fault was accepted before, and may have created what nobody removes: no further one is sent',
    );
  if (fixture !== undefined && engine.state.damagedFixtures.has(fixture))
    throw new NotRun(`${fixture} was changed earlier in this run, although every write to it must be rejected`);
}

function denialOf({ operation, plan, options }: OutgoingRequest, engine: Engine): Denial | undefined {
  const { baseUrl } = engine.client.endpoint(operation.contract.vendor);
  return new URL(`${baseUrl}${targetOf(operation, plan)}`).origin === new URL(baseUrl).origin
    ? denialReason(engine.facts.effectsOf(operation, plan, options.expectedRejection), engine.facts.of(operation))
    : { kind: 'denied', because: 'the path resolves to another origin' };
}

/** "Not found" says that something is gone only where all else in the request was right. */
function isPlain(exchange: Answered, resource: Resource | undefined, { valid }: CaseClientOptions): boolean {
  if (resource === undefined || exchange.plan.credentials !== 'valid') return false;
  const plain = valid(exchange.operation, resource);
  const { path, query, headers } = exchange.plan;
  return JSON.stringify([path, query, headers]) === JSON.stringify([plain.path, plain.query, plain.headers]);
}

const observersOf = ({ engine, info }: CaseClientOptions): readonly Observer[] => [
  observeCounts(info.id),
  observeChecks(engine.checks, engine.redactor),
  observeVacuity(engine.checks, engine.state.alteredResponses),
  observeUniqueness(engine.redactor),
  observeDamage({
    redactor: engine.redactor,
    fixtureIn: ({ operation, plan }) => engine.facts.fixtureIn(operation, plan),
    vendorOf: ({ operation }) => engine.vendors.of(operation),
    damaged: engine.state.damagedFixtures,
    clause: info.clauses.find((id) => engine.clause(id, info.operation)?.level === 'MUST'),
  }),
];

/** Records an exchange and shows it to the observers. */
function publish(
  request: OutgoingRequest,
  exchange: Exchange,
  { engine, info, state }: CaseClientOptions,
  observers: readonly Observer[],
): void {
  const vendor = engine.vendors.of(exchange.operation);
  const created = vendor.created(exchange)?.ids ?? [];
  const canonical = (id: string) => vendor.canonicalId(id);
  const ids = { canonical, made: engine.state.madeIds };
  const record =
    state.records.push(recordOf(exchange, { caseId: info.id, redactor: engine.redactor, ids, created })) - 1;
  for (const id of created) engine.state.madeIds.add(canonical(id));
  const left = leftBehind(exchange, vendor);
  if (left !== undefined) {
    state.notices.push(`left behind: ${exchange.operation.id} ${left} (${info.title})`);
    // Each repetition, and each further case, would leave one more.
    state.damaged = true;
    engine.state.leavesBehind.add(exchange.operation.id);
    if (exchange.plan.faulty !== true) engine.state.unmarkedCreations.add(exchange.operation.id);
  }
  const judgedAs =
    exchange.kind === 'answered' && request.options.outside
      ? attributeResponse(exchange.operation, exchange.answer)
      : exchange.operation;
  for (const observe of observers) observe({ request, exchange, judgedAs, record }, state);
  if (isSuccess(exchange) && request.plan.faulty !== true) engine.state.succeeded.add(request.operation.id);
}
