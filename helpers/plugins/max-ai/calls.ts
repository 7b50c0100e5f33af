/** Calls of Max AI's operations in one case: what every step is made of. */
import type { Exchange, RequestPlan } from '../../contract/types.ts';
import type { CallOptions, Resource } from '../../profile/vendor.ts';
import type { CaseContext } from '../../run/context.ts';
import { dataOf } from '../max-ai.ts';
import { trustedPlaces } from '../signed-url.ts';

/** What differs from a plain call on the configured note. */
export interface CallOverrides {
  readonly note?: string;
  readonly credentials?: RequestPlan['credentials'];
  readonly options?: Omit<CallOptions, 'resource'>;
}

/** A case with what its steps share. */
export interface Calls {
  readonly ctx: CaseContext;
  /** Where signed URLs may lead. */
  readonly trusted: ReturnType<typeof trustedPlaces>;
  /** An image by its id, on the configured note or another. */
  readonly imageResource: (id: string, note?: string) => Resource;
  /** Calls an operation for a resource, with what differs from the plain call. */
  send(
    operation: string,
    resource: Resource,
    overrides?: CallOverrides,
    edit?: (plan: RequestPlan) => RequestPlan,
  ): Promise<Exchange>;
}

export function openCalls(ctx: CaseContext): Calls {
  const imageResource = (id: string, note?: string) => ctx.run.vendors.named('max-ai').resource('image', id, note);
  return {
    ctx,
    trusted: trustedPlaces(ctx, 'max-ai'),
    imageResource,
    send: (operation, resource, { note, credentials, options } = {}, edit = (plan) => plan) =>
      ctx.call(operation, (plan) => edit({ ...plan, ...(credentials && { credentials }) }), {
        ...options,
        resource: note === undefined ? resource : imageResource(resource.id, note),
      }),
  };
}

/** The signed URL of an answer. */
export const urlIn = (exchange: Exchange): string | undefined => {
  const url = dataOf(exchange)?.['url'];
  return typeof url === 'string' ? url : undefined;
};

/** Waits for all, so that nothing is on its way when the case ends; then fails where one did. */
export async function atOnce<T>(calls: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(calls);
  return Promise.all(calls);
}
