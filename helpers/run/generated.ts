/** The generated cases of an operation as tests, and the clauses that only they prove. */
import { addCalls } from './calls.ts';
import { clauseIdAt, responseKey } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { casesOf } from '../cases/index.ts';
import type { Case } from '../cases/types.ts';
import type { Clause, Contract, Operation } from '../contract/types.ts';
import { isRead } from '../profile/effects.ts';
import type { Vendor } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';
import { deletedCalls, deletedClause, verifyDeleted } from './deleted-case.ts';
import { isRunnable, rejectionPlace, resourceOf, runGenerated, verifyShared } from './generated-case.ts';
import { otherParentCalls, otherParentClause, verifyOtherParent } from './other-parent-case.ts';
import type { CaseInfo } from './result.ts';
import { storedCalls, storedClause, verifyStored } from './stored-case.ts';

export interface GeneratedTest {
  readonly info: CaseInfo;
  readonly run: (ctx: CaseContext) => Promise<void>;
}

/** Clauses that the generated cases of an operation prove, beside those the document itself gives. */
export function requestClauses(operation: Operation, vendor: Vendor): Clause[] {
  const clauses = casesOf(operation).map(({ expect }) => expect.clause);
  const others = [
    rejectionClause(operation, vendor),
    deletedClause(operation, vendor),
    storedClause(operation, vendor),
    otherParentClause(operation, vendor),
  ];
  return [...clauses, ...others.flatMap((clause) => clause ?? [])];
}

/** Promised by the overlay or, where a resource has to exist for an operation, taken for granted. */
function rejectionClause(operation: Operation, vendor: Vendor): Clause | undefined {
  if (operation.setupOnly || vendor.resourceKindOf(operation) === undefined) return undefined;
  const promised = operation.contract.clauses.get(clauseIdAt(operation, rejectionPlace));
  return (
    promised ??
    clauseOf(operation, {
      place: rejectionPlace,
      decidedBy: 'run',
      level: 'MUST',
      sentence: 'a rejected request changes nothing',
      pointer: operation.pointer,
      says: 'refusal',
    })
  );
}

/** The tests of one operation, in order: its cases, and last the resource that the rejected ones share. */
export function testsOf(operation: Operation, vendor: Vendor): GeneratedTest[] {
  const cases = casesOf(operation).map((each) => ({
    info: infoOf(each, vendor),
    run: (ctx: CaseContext) => runGenerated(ctx, each),
  }));
  if (cases.length === 0) return [];
  const deleted = deletedClause(operation, vendor);
  const stored = storedClause(operation, vendor);
  const otherParent = otherParentClause(operation, vendor);
  const rejection = rejectionClause(operation, vendor);
  return [
    ...cases,
    ...(deleted ? [deletedTest(operation, deleted, vendor)] : []),
    ...(stored ? [storedTest(operation, stored, vendor)] : []),
    ...(otherParent ? [otherParentTest(operation, otherParent, vendor)] : []),
    ...(rejection ? [sharedResourceTest(operation, rejection, vendor)] : []),
  ];
}

/** All operations with generated tests. */
export const operationsOf = (contracts: readonly Contract[]): Operation[] =>
  contracts.flatMap(({ operations }) => [...operations.values()]).filter(({ setupOnly }) => !setupOnly);

function infoOf(each: Case, vendor: Vendor): CaseInfo {
  const { operation } = each;
  const kind = vendor.resourceKindOf(operation);
  const { create = {}, remove = {} } = vendor.costs[kind ?? ''] ?? {};
  const created = vendor.kinds.find((made) => made.create === operation.id)?.kind;
  const isOwn = kind !== undefined && each.resource === 'own';
  const calls = addCalls([
    { [operation.id]: 1 },
    ...(isOwn || isFirstShared(each, vendor) ? [create] : []),
    // A delete that is served removes it.
    ...(isOwn && (each.assumed === 'rejected' || operation.method !== 'DELETE') ? [remove] : []),
    ...(created !== undefined && each.assumed === 'served' ? [vendor.costs[created]?.remove ?? {}] : []),
  ]);
  return {
    id: each.id,
    title: each.title,
    operation: operation.id,
    clauses: [each.id, ...provokedBy(each)],
    calls: isRunnable(each, vendor) ? calls : {},
    onlyReads: isRead(operation) && each.method === undefined,
    accepts: acceptsOf(each),
    needs: [],
    credentials: each.credentials ?? 'valid',
    ...(kind !== undefined && resourceOf(each, vendor) !== 'none' && { setUp: kind }),
  };
}

/** The documented response that a case sets out to bring about, where it is one. */
function provokedBy({ operation, expect: { statuses }, assumed }: Case): string[] {
  const exact = statuses.filter((status) => operation.responses.has(status));
  const [first] = statuses;
  const provoked = assumed === 'served' ? exact.filter((status) => status === first) : exact.length === 1 ? exact : [];
  return provoked.map((status) => responseKey(operation.id, status));
}

const acceptsOf = ({ expect }: Case): string => {
  const statuses = expect.statuses.includes('*') ? 'any response but a failure' : expect.statuses.join(' or ');
  return `${statuses}${expect.undocumented ? ', documented or not' : ', if documented'}`;
};

/** Which case of an operation makes the shared resource. */
const isFirstShared = (each: Case, vendor: Vendor): boolean =>
  casesOf(each.operation).find((other) => resourceOf(other, vendor) === 'shared')?.id === each.id;

/** A case that makes resources of its own and judges by several requests. */
const ownResourceTest = (
  operation: Operation,
  clause: Clause,
  { sentence, calls, verify }: { sentence: string; calls: Record<string, number>; verify: typeof verifyDeleted },
): GeneratedTest => ({
  info: {
    id: clause.id,
    title: `${clause.level} ${sentence}`,
    operation: operation.id,
    clauses: [clause.id],
    calls,
    needs: [],
    credentials: 'valid',
  },
  run: (ctx) => verify(ctx, operation, clause),
});

const deletedTest = (operation: Operation, clause: Clause, vendor: Vendor): GeneratedTest =>
  ownResourceTest(operation, clause, {
    sentence: 'have deleted what a successful delete names',
    calls: deletedCalls(operation, vendor),
    verify: verifyDeleted,
  });

const storedTest = (operation: Operation, clause: Clause, vendor: Vendor): GeneratedTest =>
  ownResourceTest(operation, clause, {
    sentence: 'have stored what a successful change sends',
    calls: storedCalls(operation, vendor),
    verify: verifyStored,
  });

const otherParentTest = (operation: Operation, clause: Clause, vendor: Vendor): GeneratedTest =>
  ownResourceTest(operation, clause, {
    sentence: clause.sentence,
    calls: otherParentCalls(operation, vendor),
    verify: verifyOtherParent,
  });

function sharedResourceTest(operation: Operation, clause: Clause, vendor: Vendor): GeneratedTest {
  const kind = vendor.resourceKindOf(operation) ?? '';
  const calls: Record<string, number> = { ...vendor.costs[kind]?.remove };
  const exists = vendor.existsOperation(kind);
  if (exists !== undefined) calls[exists] = 1;
  return {
    info: {
      id: clause.id,
      title: `${clause.level} leave the resource unchanged after rejected requests`,
      operation: operation.id,
      clauses: [clause.id],
      calls,
      needs: [],
      setUp: kind,
    },
    run: (ctx) => verifyShared(ctx, operation, clause),
  };
}
