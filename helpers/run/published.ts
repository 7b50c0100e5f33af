/** An exchange as the observers of a case see it: sent, answered or not, and recorded. */
import type { OutgoingRequest } from '../client/request.ts';
import type { Exchange, Operation } from '../contract/types.ts';
import type { Attempt } from './attempt.ts';

export interface Published {
  readonly request: OutgoingRequest;
  readonly exchange: Exchange;
  /** The operation whose documents the answer is judged by: one that may be a gateway's is not this operation's. */
  readonly judgedAs: Operation;
  /** Index of its record in the attempt. */
  readonly record: number;
}

/** Looks at one exchange and notes what it means in the attempt. */
export type Observer = (published: Published, state: Attempt) => void;
