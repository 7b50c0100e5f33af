/** Where a clause stands, from an id that a test wrote down. The suite itself never takes an id apart. */
import type { ClauseRef } from '../../helpers/contract/types.ts';

const scenarios = ['lifecycle', 'tenancy', 'rate-limit', 'token', 'version'];

/** `max-ai-v2/deleteImage/404/body/trace_id/required` as a ref. */
export function refIn(id: string): ClauseRef {
  const [contract = '', name = '', first = '', ...others] = id.split('/');
  const base = { contract, operation: `${contract}/${name}` };
  const isStatus = /^(?:\d(?:\d\d|XX)|default)$/.test(first);
  const [group, ...rest] = isStatus ? others : [first, ...others];
  const status = isStatus ? { status: first } : {};
  const scope = isStatus ? 'response' : scenarios.includes(first) ? 'scenario' : 'request';
  if (group === undefined || rest.length === 0)
    return group === 'body'
      ? { ...base, scope, ...status, group, pointer: '', rule: '' }
      : { ...base, scope, ...status, rule: group ?? '' };
  const steps = rest.slice(0, -1);
  return {
    ...base,
    scope,
    ...status,
    group,
    ...(isStatus || steps.length > 0 ? { pointer: steps.map((step) => `/${step}`).join('') } : {}),
    rule: rest.at(-1) ?? '',
  };
}
