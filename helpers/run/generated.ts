/** Runs the generated cases of an operation: the refused ones share one resource, which has to outlive them all. */
import { clauseIdAt, responseKey, type ClausePlace } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { casesOf } from '../cases/index.ts';
import { documented } from '../cases/case.ts';
import type { Case, Expectation } from '../cases/types.ts';
import type { Clause, Contract, Exchange, Operation } from '../contract/types.ts';
import type { CaseInfo } from './result.ts';
import type { Session } from './session.ts';
import { covers } from './judge.ts';
import type { Subject, Vendor } from '../profile/vendor.ts';

export interface GeneratedTest {
  readonly info: CaseInfo;
  readonly run: (session: Session) => Promise<void>;
}

/** Clauses that the generated cases of an operation prove, beside those the document itself gives. */
export function requestClauses(operation: Operation, vendor: Vendor): Clause[] {
  const clauses = casesOf(operation).map(({ expect }) => expect.clause);
  const refusal = refusalClause(operation, vendor);
  return refusal ? [...clauses, refusal] : clauses;
}

const refusalPlace: ClausePlace = { scope: 'scenario', group: 'lifecycle', rule: 'refusal-changes-nothing' };

/** Promised by the overlay or, where a resource has to exist for an operation, taken for granted. */
function refusalClause(operation: Operation, vendor: Vendor): Clause | undefined {
  if (operation.setUpOnly || vendor.subjectOf(operation) === undefined) return undefined;
  const promised = operation.contract.clauses.get(clauseIdAt(operation, refusalPlace));
  return (
    promised ??
    clauseOf(operation, {
      place: refusalPlace,
      decidedBy: 'run',
      level: 'MUST',
      sentence: 'a refused request changes nothing',
      pointer: operation.pointer,
      says: 'refusal',
    })
  );
}

/** The tests of one operation, in order: refused cases, served ones, and last what the refused ones shared. */
export function testsOf(operation: Operation, vendor: Vendor): GeneratedTest[] {
  const cases = casesOf(operation).map((each) => ({
    info: infoOf(each, vendor),
    run: (session: Session) => run(session, each, vendor),
  }));
  const refusal = refusalClause(operation, vendor);
  return refusal && cases.length > 0 ? [...cases, releaseTest(operation, refusal, vendor)] : cases;
}

/** All operations with generated tests. */
export const operationsOf = (contracts: readonly Contract[]): Operation[] =>
  contracts.flatMap(({ operations }) => [...operations.values()]).filter(({ setUpOnly }) => !setUpOnly);

function infoOf(each: Case, vendor: Vendor): CaseInfo {
  const { operation } = each;
  const kind = vendor.subjectOf(operation);
  const calls: Record<string, number> = { [operation.id]: 1 };
  const add = (more: Readonly<Record<string, number>> = {}) => {
    for (const [name, count] of Object.entries(more)) calls[name] = (calls[name] ?? 0) + count;
  };
  if (kind !== undefined && each.subject === 'own') {
    add(vendor.costs[kind]?.create);
    if (each.assumed === 'refused' || operation.method !== 'DELETE') add(vendor.costs[kind]?.remove);
  }
  if (each.subject === 'shared' && isFirstShared(each)) add(vendor.costs[kind ?? '']?.create);
  if (vendor.creates(operation) && each.assumed === 'served') add(Object.values(vendor.costs)[0]?.remove);
  const [status] = each.expect.statuses;
  const provokes =
    each.expect.statuses.length === 1 && status !== undefined && operation.responses.has(status)
      ? [responseKey(operation.id, status)]
      : [];
  return {
    id: each.id,
    title: each.title,
    operation: operation.id,
    clauses: [each.id, ...provokes],
    calls: known(each, vendor) ? calls : {},
    accepts: acceptsOf(each),
    needs: [],
  };
}

const acceptsOf = ({ expect }: Case): string => {
  const statuses = expect.statuses.includes('*') ? 'any answer but a failure' : expect.statuses.join(' or ');
  return `${statuses}${expect.undocumented ? ', documented or not' : ', if documented'}`;
};

/** Which case of an operation makes the shared resource. */
const isFirstShared = (each: Case): boolean =>
  casesOf(each.operation).find(({ subject }) => subject === 'shared')?.id === each.id;

/** False where nothing is known of how to make and undo what the request would do. */
const known = ({ operation, assumed }: Case, vendor: Vendor): boolean =>
  assumed === 'refused' || vendor.successes.has(operation.id);

async function run(session: Session, each: Case, vendor: Vendor): Promise<void> {
  const { operation } = each;
  if (!known(each, vendor)) session.notRun('no set-up is known for a successful request of this operation');
  const kind = vendor.subjectOf(operation);
  if (each.subject === 'shared' && kind !== undefined) await onSharedSubject(session, each, kind);
  else {
    // Asked for something that is served, the operation itself may be what removes the resource.
    const own = each.subject === 'own' && kind !== undefined ? await session.make(kind) : undefined;
    const { exchange } = await ask(session, each, own);
    if (own) await outlivesRefusal(session, operation, own, exchange);
  }
}

/** What a refused delete was about is still there to be deleted. */
async function outlivesRefusal(
  session: Session,
  operation: Operation,
  own: Subject,
  exchange: Exchange,
): Promise<void> {
  const vendor = session.engine.vendors.of(operation);
  if (exchange.kind === 'unanswered' || vendor.destroys(operation, exchange.plan).length === 0) return;
  const { status } = exchange.answer;
  // Of these it cannot be said that nothing was deleted.
  if (status < 400 || status >= 500 || mayBeOfOthersMaking(exchange)) return;
  const removed = await vendor.remove(own, session);
  // What is deleted may be deleted again with 404, 409 or 410: for its first delete none of these will do.
  if (mayBeOfOthersMaking(removed)) goneAfterRefusal(session, operation, removed);
}

const goneAfterRefusal = (session: Session, operation: Operation, looked: Exchange): boolean =>
  session.claim(clauseIdAt(operation, refusalPlace), {
    holds: false,
    code: 'SIDE_EFFECT_ON_REJECTION',
    at: 'status',
    expected: 'the resource is still there after a refusal',
    actual: `it is gone (${looked.kind === 'answered' ? looked.answer.status : looked.because})`,
  });

interface Asked {
  readonly accepted: boolean;
  readonly exchange: Exchange;
}

/** Asks, on a resource where there is one. */
async function ask(session: Session, each: Case, subject: Subject | undefined): Promise<Asked> {
  let isLikeReal = true;
  const data = {
    unknown(parameter: string, operation: Operation, like: string) {
      const { id, alike } = session.invent(parameter, operation, like);
      isLikeReal &&= alike;
      return id;
    },
  };
  const plan = each.edit(session.valid(each.operation, subject), data);
  const expect = isLikeReal ? each.expect : orMalformed(each);
  const exchange = await session.exchange(each.operation, plan, {
    ...(subject && { subject }),
    tolerant: expect.undocumented === true,
    outside: expect.outside === true,
  });
  return { exchange, accepted: session.expect(exchange, expect) };
}

/** What a case expects of an id of nothing that does not look like a real one: it may be called malformed, too. */
export const orMalformed = ({ expect, operation }: Case): Expectation =>
  expect.statuses.includes('404')
    ? { ...expect, statuses: [...new Set([...expect.statuses, ...documented(operation, 400, 422)])] }
    : expect;

/** Refused requests leave a resource as it was, so one is enough for all; at the first doubt the case gets one of its own. */
async function onSharedSubject(session: Session, each: Case, kind: string): Promise<void> {
  const { leases } = session.engine;
  const { operation } = each;
  const shared = leases.get(operation.id);
  if (shared) {
    const { accepted, exchange } = await session.trial(() => ask(session, each, shared), mayBeOfOthersMaking);
    if (accepted || exchange.kind === 'unanswered') return;
    await suspect(session, operation, shared, exchange);
    if (!mayBeOfOthersMaking(exchange)) return;
  }
  const own = await session.make(kind);
  const { accepted, exchange } = await ask(session, each, own);
  if (!accepted) return suspect(session, operation, own, exchange);
  session.release(own);
  leases.set(operation.id, own);
}

/** What an earlier case on the same resource could have brought about. Anything else is this case's own answer. */
const mayBeOfOthersMaking = (exchange: Exchange): boolean =>
  exchange.kind === 'answered' && [404, 409, 410].includes(exchange.answer.status);

/** A resource on which something unexpected was answered is not shared any more. Where that was a refusal, it must still be there. */
async function suspect(session: Session, operation: Operation, subject: Subject, exchange: Exchange): Promise<void> {
  const { leases } = session.engine;
  const vendor = session.engine.vendors.of(operation);
  if (leases.get(operation.id) === subject) leases.delete(operation.id);
  session.keep(subject);
  if (exchange.kind === 'unanswered' || exchange.answer.status < 400 || !vendor.stillThere) return;
  const { stillThere } = vendor;
  const looked = await session.apart('looked whether a refused request changed something', () =>
    stillThere(subject, session),
  );
  if (looked.kind === 'answered' && looked.answer.status === 404) goneAfterRefusal(session, operation, looked);
}

function releaseTest(operation: Operation, clause: Clause, vendor: Vendor): GeneratedTest {
  const kind = vendor.subjectOf(operation) ?? '';
  const calls: Record<string, number> = { ...vendor.costs[kind]?.remove };
  const exists = vendor.existsOperation(kind);
  if (exists !== undefined) calls[exists] = 1;
  return {
    info: {
      id: clause.id,
      title: `${clause.level} change nothing by refused requests`,
      operation: operation.id,
      clauses: [clause.id],
      calls,
      needs: [],
    },
    async run(session) {
      const subject = session.engine.leases.get(operation.id);
      if (!subject) return session.notRun('no refused request had a resource that could have been changed');
      session.engine.leases.delete(operation.id);
      session.keep(subject);
      const exchange = vendor.stillThere
        ? await vendor.stillThere(subject, session)
        : await vendor.remove(subject, session);
      // Another answer says that the look itself failed, which its own operation is told for.
      if (exchange.kind === 'answered' && !covers(['2XX', '404', '410'], exchange.answer.status))
        return session.stop(`nobody could look whether it is still there: answered ${exchange.answer.status}`);
      session.expect(exchange, { clause, statuses: ['2XX'] });
    },
  };
}
