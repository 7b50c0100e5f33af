/** Ids that the vendor's own lists give: where an operation takes the id of something that exists, one is read first. */
import { json } from '../checks/read.ts';
import type { Json, Operation } from '../contract/types.ts';
import type { IdList } from '../profile/inference.ts';
import { parameterUnder } from '../profile/path-template.ts';
import { valuesAt } from '../profile/resources.ts';
import type { Resource } from '../profile/vendor.ts';
import type { CaseContext } from './context.ts';
import type { Engine } from './engine.ts';

/** By what a path begins with, up to the id: `/books/{bookId}`. Undefined where the vendor's list gave none. */
export type KnownIds = Map<string, Json | undefined>;

type Places = Pick<Engine, 'config' | 'vendors' | 'state'>;

const keyOf = (operation: Operation, { pathPrefix }: IdList): string => `${operation.contract.id} ${pathPrefix}`;

interface Source {
  readonly list: IdList;
  /** The operation's own name for the parameter. */
  readonly parameter: string;
}

/** The lists that give values for the path of an operation, those of the outer parameters first. */
const sourcesFor = (operation: Operation, { vendors }: Pick<Places, 'vendors'>): readonly Source[] =>
  vendors
    .of(operation)
    .inferred.lists.flatMap((list) => {
      const parameter = parameterUnder(operation.path, list.pathPrefix);
      return parameter === undefined ? [] : [{ list, parameter }];
    })
    .toSorted((a, b) => a.list.pathPrefix.split('/').length - b.list.pathPrefix.split('/').length);

/** The value that an earlier answer gave for a parameter of an operation. */
export function knownId(operation: Operation, parameter: string, places: Places): Json | undefined {
  const source = sourcesFor(operation, places).find((each) => each.parameter === parameter);
  return source && places.state.knownIds.get(keyOf(operation, source.list));
}

/**
 * Reads the lists that an operation needs ids from: for parameters of its path that neither the resource of the case nor the
 * configuration gives. Each list is read once a process, and the calls are reported as unplanned.
 */
export async function readKnownIds(
  operation: Operation,
  resource: Resource | undefined,
  places: Places,
  ctx: CaseContext,
): Promise<void> {
  const vendor = places.vendors.of(operation);
  for (const { list, parameter } of sourcesFor(operation, places)) {
    const key = keyOf(operation, list);
    const given = resource?.value(parameter, operation) ?? vendor.value(parameter, operation, places.config);
    if (given !== undefined || list.operation === operation.id || places.state.knownIds.has(key)) continue;
    // Set before the call: a list that needs its own ids is not read in a circle.
    places.state.knownIds.set(key, undefined);
    const exchange = await ctx.recordUnplannedCalls('read a list for an id that exists', () =>
      ctx.call(list.operation, (valid) => valid, { purpose: 'setup' }),
    );
    const body = exchange.kind === 'answered' && exchange.answer.status === 200 ? json(exchange.answer) : undefined;
    const [id] = body?.ok
      ? valuesAt(body.value, list.from).filter((each) => typeof each === 'string' || typeof each === 'number')
      : [];
    places.state.knownIds.set(key, id);
  }
}
