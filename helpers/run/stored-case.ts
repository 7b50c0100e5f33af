/** The case that a change is kept: what a PUT or PATCH was answered for can be read afterwards. */
import { json } from '../checks/read.ts';
import type { ClausePlace } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { expand } from '../profile/sources.ts';
import { jsonSchemaOf, markableText, propertiesOf } from '../profile/body-properties.ts';
import { markText, textsIn, withMarker } from '../profile/creation.ts';
import { isSuccess, type Clause, type Exchange, type Operation } from '../contract/types.ts';
import type { Vendor } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';

const place: ClausePlace = { scope: 'scenario', group: 'lifecycle', rule: 'stored' };

/** How long a change may take to be seen, in steps of milliseconds: 10 s. */
const waits = [500, 1_500, 3_000, 5_000];

export interface Change {
  readonly kind: string;
  /** The operation that reads what is changed. */
  readonly exists: string;
  /** JSON pointer of a text of its body that the read gives, too. */
  readonly text: string;
}

/** What an operation changes so that another can tell; undefined where none can. */
export function changeOf(operation: Operation, vendor: Vendor): Change | undefined {
  if (!['PUT', 'PATCH'].includes(operation.method) || !vendor.runnable.has(operation.id)) return undefined;
  const kind = vendor.kinds.find((each) => each.kind === vendor.resourceKindOf(operation));
  const text = markableText(operation);
  if (kind?.exists === undefined || kind.remove === undefined || text === undefined) return undefined;
  const { document, operations } = operation.contract;
  const read = operations.get(kind.exists);
  const schema = read && jsonSchemaOf(read, '200');
  if (read?.path !== operation.path || schema === undefined) return undefined;
  return propertiesOf(document, schema).has(text.slice(1)) ? { kind: kind.kind, exists: kind.exists, text } : undefined;
}

/** The clause, where the operation changes what can be made, read and removed, and no prose says what it does. */
export function storedClause(operation: Operation, vendor: Vendor): Clause | undefined {
  if (operation.setupOnly || !changeOf(operation, vendor)) return undefined;
  const isProse = ({ ref }: Clause) => ref.operation === operation.id && ref.scope === 'scenario';
  if ([...operation.contract.clauses.values()].some(isProse)) return undefined;
  return clauseOf(operation, {
    place,
    decidedBy: 'run',
    level: 'SHOULD',
    sentence: 'a change that succeeded can be read (RFC 9110, 9.3.4)',
    pointer: operation.pointer,
    says: 'RFC 9110 9.3.4',
  });
}

/** Calls of the case, by operation. */
export function storedCalls(operation: Operation, vendor: Vendor): Record<string, number> {
  const change = changeOf(operation, vendor);
  const { create = {}, remove = {} } = vendor.costs[change?.kind ?? ''] ?? {};
  return change ? { ...create, ...remove, [operation.id]: 1, [change.exists]: 1 } : {};
}

/** Changes a text of a resource of its own and reads it, again for up to 10 s. */
export async function verifyStored(ctx: CaseContext, operation: Operation, clause: Clause): Promise<void> {
  const vendor = ctx.run.vendors.of(operation);
  const change = changeOf(operation, vendor);
  if (!change) return ctx.stop('nothing tells whether a change is stored');
  const resource = await ctx.resources.create(change.kind);
  const mark = expand(markText);
  const changed = await ctx.call(operation.id, (valid) => withMarker(valid, change.text, mark), { resource });
  if (!isSuccess(changed)) return ctx.stop('the change did not succeed');
  if (hasContent(changed) && !repeats(changed, mark)) return ctx.stop('the answer does not repeat what was sent');
  const read = () => vendor.checkExists?.(resource, ctx) ?? ctx.stop('nothing tells whether it exists');
  let seen = await read();
  for (const wait of waits) {
    if (repeats(seen, mark)) break;
    await ctx.pause(wait);
    seen = await ctx.recordUnplannedCalls('waited for a change to be seen', read);
  }
  if (!isSuccess(seen)) return ctx.stop('it could not be read after it was changed');
  ctx.assertClause(clause.id, {
    holds: repeats(seen, mark),
    code: 'NOT_STORED',
    at: change.text,
    expected: 'what was sent and answered with success',
    actual: 'what was there before, or nothing',
  });
}

const hasContent = (exchange: Exchange): boolean => exchange.kind === 'answered' && exchange.answer.body.length > 0;

/** Whether an answer holds a text. */
export function repeats(exchange: Exchange, mark: string): boolean {
  const body = exchange.kind === 'answered' ? json(exchange.answer) : undefined;
  return body?.ok === true && textsIn(body.value).includes(mark);
}
