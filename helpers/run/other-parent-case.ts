/** The case that a resource is found, changed and removed only where it is: the same id below another parent, both made by this run. */
import { withArticle } from '../cases/case.ts';
import { documented, listed, rejectionOf } from '../cases/oracle.ts';
import type { Expectation } from '../cases/types.ts';
import type { ClausePlace } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { follow } from '../contract/pointer.ts';
import { isSuccess, type Clause, type Exchange, type Operation } from '../contract/types.ts';
import { jsonSchemaOf } from '../profile/body-properties.ts';
import { lastParameter } from '../profile/path-template.ts';
import type { ResourceKind } from '../profile/resources.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import { markText, withMarker } from '../profile/creation.ts';
import { expand } from '../profile/sources.ts';
import { addCalls } from './calls.ts';
import type { CaseContext } from './context.ts';
import { changeOf, repeats, type Change } from './stored-case.ts';

const place: ClausePlace = { scope: 'scenario', group: 'lifecycle', rule: 'other-parent' };

interface Child extends ResourceKind {
  readonly parentKind: string;
  /** The parameter that names what it is part of. */
  readonly parent: string;
}

/** The kind that an operation reads, changes or removes below a parent that the run makes too; undefined where it is none. */
function childOf(operation: Operation, vendor: Vendor): Child | undefined {
  const { id } = operation;
  const kind = vendor.kinds.find(
    ({ kind: name, exists, remove }) => exists === id || remove === id || name === changedKind(operation, vendor),
  );
  const { parentKind, spec: { parent } = {} } = kind ?? {};
  if (!kind || parentKind === undefined || parent === undefined) return undefined;
  return operation.path.includes(`{${parent}}`) ? { ...kind, parentKind, parent } : undefined;
}

/** The kind that an operation changes and another reads; a PUT that may create what it names is none. */
const changedKind = (operation: Operation, vendor: Vendor): string | undefined =>
  documented(operation, 201).length > 0 ? undefined : changeOf(operation, vendor)?.kind;

/** Whether a resource is also read by its id alone: then it may belong to several parents, or to none. */
function isReadElsewhere({ exists }: ResourceKind, { contract: { document, operations } }: Operation): boolean {
  const schemaOf = (operation: Operation | undefined) => {
    const pointer = operation && jsonSchemaOf(operation, '200');
    return pointer === undefined ? undefined : follow(document, pointer)?.pointer;
  };
  const read = operations.get(exists ?? '');
  const schema = schemaOf(read);
  return [...operations.values()].some(
    (each) =>
      each.method === 'GET' &&
      each.path !== read?.path &&
      lastParameter(each.path) !== undefined &&
      schemaOf(each) === schema,
  );
}

/** The clause: as strict as that of an unknown id, recorded where the document leaves open whether the resource is shared. */
export function otherParentClause(operation: Operation, vendor: Vendor): Clause | undefined {
  const child = operation.setupOnly ? undefined : childOf(operation, vendor);
  if (!child) return undefined;
  const { level, statuses } = rejectionOf(operation, 'unknown-id');
  const what = `${withArticle(child.spec.id.name)} of another ${child.parent}`;
  const isJudged = level !== 'INFO' && !isReadElsewhere(child, operation);
  return clauseOf(operation, {
    place,
    decidedBy: 'run',
    level: isJudged ? level : 'INFO',
    sentence: isJudged ? `reject ${what} (${listed(statuses)})` : `how ${what} is answered`,
    pointer: operation.pointer,
    says: [child.spec.id.name, child.parent, operation.responses.get('404')?.description],
  });
}

/** Calls of the case, by operation. */
export function otherParentCalls(operation: Operation, vendor: Vendor): Record<string, number> {
  const child = childOf(operation, vendor);
  if (!child) return {};
  const read = changeOf(operation, vendor)?.exists;
  return addCalls([
    ...[child.kind, child.parentKind].map((kind) => ({ ...vendor.costs[kind]?.create, ...vendor.costs[kind]?.remove })),
    { [operation.id]: 1 },
    ...(read === undefined ? [] : [{ [read]: 1 }]),
  ]);
}

/** Names a resource of the run below another parent of the run. A removal that succeeds counts where the resource is gone. */
export async function verifyOtherParent(ctx: CaseContext, operation: Operation, clause: Clause): Promise<void> {
  const vendor = ctx.run.vendors.of(operation);
  const child = childOf(operation, vendor);
  if (!child) return ctx.stop('it is part of nothing that this run makes');
  const own = await ctx.resources.create(child.kind);
  const other = await ctx.resources.create(child.parentKind);
  const moved: Resource = {
    ...own,
    parent: other,
    value: (parameter, of) => (parameter === child.parent ? other : own).value(parameter, of),
  };
  const change = changeOf(operation, vendor);
  const mark = expand(markText);
  const exchange = await ctx.call(
    operation.id,
    (valid) => ({ ...(change ? withMarker(valid, change.text, mark) : valid), faulty: true }),
    { resource: moved },
  );
  const { statuses } = rejectionOf(operation, 'unknown-id');
  const expected: Expectation = {
    clause,
    statuses: clause.level === 'INFO' ? ['*'] : statuses,
    orEmptyList: true,
    acceptedCode: 'OTHER_PARENT_ACCEPTED',
  };
  if (change) await verifyNotChanged(ctx, { vendor, own, moved, exchange, expected, change, mark });
  else if (operation.method === 'GET' || !isSuccess(exchange)) ctx.expectResponse(exchange, expected);
  else await verifyNotRemoved(ctx, { vendor, own, exchange, expected });
}

interface Changed {
  readonly vendor: Vendor;
  readonly own: Resource;
  readonly moved: Resource;
  readonly exchange: Exchange;
  readonly expected: Expectation;
  readonly change: Change;
  readonly mark: string;
}

/** What a change below another parent was answered, and whether it changed what is below its own. */
async function verifyNotChanged(ctx: CaseContext, of: Changed): Promise<void> {
  const { vendor, own, moved, exchange, expected, change, mark } = of;
  const read = vendor.checkExists && (await vendor.checkExists(own, ctx));
  const isChanged = read !== undefined && repeats(read, mark);
  if (!isSuccess(exchange)) {
    if (!isChanged) return void ctx.expectResponse(exchange, expected);
    return void ctx.assertClause(expected.clause.id, {
      holds: false,
      code: 'SIDE_EFFECT_ON_REJECTION',
      at: change.text,
      expected: 'what was there before the rejected change',
      actual: 'what the rejected change sent',
    });
  }
  if (isChanged || !read || !isSuccess(read)) return void ctx.expectResponse(exchange, expected);
  ctx.record(expected.clause.id, 'answered with success, and changed nothing below its own parent');
  // A PUT may have made another one of the same id there (RFC 9110, 9.3.4).
  await ctx.recordUnplannedCalls('removed what a PUT may have made', () => vendor.remove(moved, ctx));
  await vendor.remove(own, ctx);
}

/** A removal may succeed where there is nothing to remove (RFC 9110, 9.3.5): only what it removed tells. */
async function verifyNotRemoved(
  ctx: CaseContext,
  of: { vendor: Vendor; own: Resource; exchange: Exchange; expected: Expectation },
): Promise<void> {
  const { vendor, own, exchange, expected } = of;
  const read = vendor.checkExists && (await vendor.checkExists(own, ctx));
  if (!read || !isSuccess(read)) return void ctx.expectResponse(exchange, expected);
  ctx.record(expected.clause.id, 'answered with success, and removed nothing');
  await vendor.remove(own, ctx);
}
