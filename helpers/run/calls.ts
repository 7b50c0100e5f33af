/** Numbers of calls by operation id. */

/** Calls by operation id. */
export type CallCount = Readonly<Record<string, number>>;

/** The number of all calls. */
export const totalCalls = (calls: CallCount): number => Object.values(calls).reduce((sum, each) => sum + each, 0);

/** Several counts as one. */
export function addCalls(counts: readonly CallCount[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const count of counts)
    for (const [operation, calls] of Object.entries(count)) sum[operation] = (sum[operation] ?? 0) + calls;
  return sum;
}
