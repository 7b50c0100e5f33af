import type { OperationReport } from './report.ts';

const indexes = new WeakMap<readonly OperationReport[], ReadonlyMap<string, OperationReport>>();

/** The operation of a report with an id; undefined where there is none. The list is indexed once. */
export function operationNamed(
  operations: readonly OperationReport[],
  id: string | undefined,
): OperationReport | undefined {
  const index = indexes.get(operations) ?? new Map(operations.map((operation) => [operation.id, operation]));
  indexes.set(operations, index);
  return index.get(id ?? '');
}
