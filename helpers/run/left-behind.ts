/** Requests that may have created something which the run cannot tell from what was there, and so never removes. */
import { isSuccess, type Exchange } from '../contract/types.ts';
import type { Vendor } from '../profile/vendor.ts';

/** What an exchange may have left at the vendor, in words that follow the operation's name; undefined where it left nothing. */
export function leftBehind(exchange: Exchange, vendor: Vendor): string | undefined {
  if (exchange.kind === 'unanswered') return undefined;
  const { operation, plan, answer } = exchange;
  if (vendor.created(exchange)?.unclear)
    return `answered ${answer.status} without what shows a creation (the documented status, an id, the mark of this run): what it created is not known to be this run's, and is not removed`;
  const isPost = plan.method === 'POST' && operation.method === 'POST';
  if (!isPost || !isSuccess(exchange) || plan.faulty !== true) return undefined;
  // What a profile or the document describes is removed by its id.
  if (vendor.creates(operation) || vendor.resourceKindOf(operation) !== undefined) return undefined;
  return `answered ${answer.status} to a request without what it requires: what it may have created is not known, and is not removed`;
}
