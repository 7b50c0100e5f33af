/** Publishes every attempt to send a request with what came back, so that each answer is judged, also one that is sent again. */
import type { Exchange } from '../contract/types.ts';
import type { Middleware, OutgoingRequest } from './request.ts';

/** Takes note of one exchange. */
export type Publish = (request: OutgoingRequest, exchange: Exchange) => void;

/** The middleware. */
export const recorded =
  (publish: Publish): Middleware =>
  async (request, next) => {
    const exchange = await next(request);
    publish(request, exchange);
    return exchange;
  };
