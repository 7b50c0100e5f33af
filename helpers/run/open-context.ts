/** Opens the context of one attempt of a case. */
import { totalCalls } from './calls.ts';
import { certificateFor } from '../config/client-certificate.ts';
import { recordFetch } from '../client/request-record.ts';
import type { Send } from '../client/request.ts';
import { recordOfFetch } from './record.ts';
import { validPlan } from '../cases/plan.ts';
import type { Expectation } from '../cases/types.ts';
import type { Clause, Exchange, Operation, Outcome, RequestPlan } from '../contract/types.ts';
import type { Resource } from '../profile/vendor.ts';
import { addOutcome, type Attempt } from './attempt.ts';
import { openCaseClient } from './case-client.ts';
import type { CaseContext, ExpectedResponse } from './context.ts';
import type { Engine } from './engine.ts';
import { expectation } from './judge.ts';
import { knownId, readKnownIds } from './known-ids.ts';
import { openResources } from './resources.ts';
import type { CaseInfo } from './result.ts';
import { NotRun, Stop } from './stop.ts';
import { orWithFullerBody, withLearnedBody } from './fuller-body.ts';
import { isFalsifiable } from './vacuity.ts';

/** `timeouts` is how often in a row a request may wait in vain for its answer. */
export function openContext(engine: Engine, info: CaseInfo, state: Attempt, timeouts: number): CaseContext {
  const { redactor, config } = engine;
  const add = (outcome: Outcome) => addOutcome(state, redactor, outcome, state.records.length - 1);
  const clauseBy: ClauseBy = (id) => engine.clause(id, info.operation) ?? noClause(id);
  const operationBy = (id: string): Operation => engine.operations.get(id) ?? skip(`no document in specs/ has ${id}`);
  const send = openCaseClient({
    engine,
    info,
    state,
    timeouts,
    pause: (milliseconds, vendor) => pause(engine, milliseconds, vendor),
    valid: (operation, resource) => validRequest(engine, operation, resource),
  });
  const context: CaseContext = {
    run: runAccess(engine),
    resources: openResources({ engine, info, state, operationBy, sender: () => context }),
    call: callerOf({ engine, send, operationBy, context: () => context }),
    async fetch(url, options, name) {
      const startedAt = new Date();
      const reply = await engine.client.transport.fetch(url, { ...options, vendor: name.split('/')[0] ?? '' });
      state.made[name] = (state.made[name] ?? 0) + 1;
      const { stored, ...sent } = options;
      const certificate = certificateFor(url, engine.config.clientCertificates)?.names;
      const request = recordFetch({ url, ...sent, ...stored, ...(certificate && { certificate }), redactor });
      state.records.push(
        recordOfFetch({ caseId: info.id, name, request, reply, startedAt, makes: stored?.makes ?? [] }, redactor),
      );
      return reply;
    },
    expectResponse: (exchange, expected) =>
      judge(exchange, 'statuses' in expected ? expected : expectationOf(expected, clauseBy), state, add),
    assertClause(clause, { holds, actual, ...claim }) {
      clauseBy(clause);
      add(holds ? { kind: 'pass', clause } : { kind: 'fail', finding: { ...claim, clause, actual } });
      return holds;
    },
    record(clause, text) {
      clauseBy(clause);
      state.observed.push({ clause, text: redactor.text(text) });
    },
    async recordUnplannedCalls(reason, calls) {
      const before = totalCalls(state.made);
      const result = await calls();
      state.extra.push({ reason, caseId: info.id, calls: totalCalls(state.made) - before });
      return result;
    },
    requireVariable(name) {
      return config.variables[name] ?? skip(`${name} is not set`);
    },
    pause: (milliseconds, vendor) =>
      pause(engine, vendor === undefined ? Math.min(milliseconds, engine.limits.patienceMs) : milliseconds, vendor),
    stop,
    skip,
  };
  return context;
}

interface Calling {
  readonly engine: Engine;
  readonly send: Send;
  readonly operationBy: (id: string) => Operation;
  readonly context: () => CaseContext;
}

const callerOf =
  ({ engine, send, operationBy, context }: Calling): CaseContext['call'] =>
  async (id, edit, options = {}) => {
    const operation = operationBy(id);
    await readKnownIds(operation, options.resource, engine, context());
    const valid = () => validRequest(engine, operation, options.resource);
    const plain = valid();
    const plan = engine.vendors.of(operation).remarked(operation, edit(plain, operation), plain);
    const exchange = await send({ operation, plan, options });
    if (plan !== plain) return exchange;
    return orWithFullerBody(exchange, engine.state, () =>
      context().recordUnplannedCalls('sent again with optional properties', () =>
        send({ operation, plan: valid(), options }),
      ),
    );
  };

/** What a case may know of its run. */
const runAccess = ({ config, vendors, state: { tokens }, redactor }: Engine): CaseContext['run'] => ({
  config,
  vendors,
  mayWrite: ({ contract }) => config.targets.find(({ vendor }) => vendor === contract.vendor)?.mayWrite === true,
  secret: (name) => tokens.get(name),
  registerSecret(name, value) {
    tokens.set(name, value);
    redactor.add({ name, value });
  },
});

function noClause(id: string): never {
  throw new Error(`there is no clause ${id}`);
}

function stop(...[because, cause = 'setup']: Parameters<CaseContext['stop']>): never {
  throw new Stop(because, cause);
}

function skip(because: string): never {
  throw new NotRun(because);
}

/** With a vendor for all processes of the run; throws where the run ends before. */
async function pause(engine: Engine, milliseconds: number, vendor?: string): Promise<void> {
  if (vendor !== undefined) engine.client.budget?.pause(vendor, milliseconds);
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A request that the vendor has to serve, on a resource where it needs one. */
function validRequest(engine: Engine, operation: Operation, resource?: Resource): RequestPlan {
  const { config } = engine;
  const vendor = engine.vendors.of(operation);
  const plan = validPlan(operation, {
    parameter: ({ name }) => resource?.value(name, operation) ?? vendor.value(name, operation, config),
    answer: ({ name }) => knownId(operation, name, engine),
    body: () => vendor.body(operation, resource, config),
  });
  const marked = vendor.marked(operation, withLearnedBody(plan, operation, engine.state));
  return engine.state.succeeded.has(operation.id) ? { ...marked, succeeded: true } : marked;
}

/** The clause with an id; an error of the suite where there is none. */
type ClauseBy = (id: string) => Clause;

function expectationOf({ clause, status, code }: ExpectedResponse, clauseBy: ClauseBy): Expectation {
  const statuses = (Array.isArray(status) ? status : [status]).map(String);
  return { clause: clauseBy(clause), statuses, ...(code && { acceptedCode: code }) };
}

function judge(exchange: Exchange, expected: Expectation, state: Attempt, add: (outcome: Outcome) => void): boolean {
  const clause = expected.clause.id;
  if (exchange.kind === 'unanswered') {
    add({ kind: 'inconclusive', clause, cause: 'no-answer', because: exchange.because });
    return false;
  }
  const outcome = expectation(exchange, expected);
  add(outcome);
  if (outcome.kind === 'pass' && isFalsifiable(exchange, expected)) state.flipped.add(clause);
  return outcome.kind === 'pass' || outcome.kind === 'recorded';
}
