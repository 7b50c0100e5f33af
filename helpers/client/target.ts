/** What stands behind the base URL in the address of a request. */
import { queryText } from '../cases/style.ts';
import { ownOf } from '../contract/pointer.ts';
import type { Operation, RequestPlan } from '../contract/types.ts';
import type { PlacedCredential } from './credentials.ts';

/** Path and query of a plan: path values go in as they are. */
export function targetOf(operation: Operation, plan: RequestPlan): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => ownOf(plan.path, name) ?? '');
  const query = queryText(plan.query);
  return `${operation.basePath}${path}${query === '' ? '' : `?${query}`}`;
}

/** A target with the credentials that stand in the query. */
export function withQuery(target: string, placed: readonly PlacedCredential[]): string {
  const pairs = placed
    .filter((each) => each.in === 'query')
    .map((each) => `${encodeURIComponent(each.name)}=${encodeURIComponent(each.value)}`);
  return pairs.length === 0 ? target : `${target}${target.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}
