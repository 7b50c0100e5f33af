/** How a clause is made from what a document says. */
import { formatClauseId, refOf, type Clause, type ClausePlace, type ClauseRef, type DecidedBy } from '../clause.ts';
import { hashOf } from '../hash.ts';
import type { Contract, Operation } from '../operation.ts';
import type { Level } from '../values.ts';

/** What a clause says, and where the document says it. */
export interface Said {
  readonly level: Level;
  readonly sentence: string;
  /** JSON pointer into the document. */
  readonly pointer: string;
  /** The part of the document that the clause's hash covers. */
  readonly says: unknown;
  readonly decidedBy: DecidedBy;
  readonly conditional?: string;
  readonly contradicted?: true;
}

/** A clause of a contract at any place. */
export function clauseAt(contract: Contract, ref: ClauseRef, said: Said): Clause {
  const { level, sentence, pointer, says, decidedBy, conditional, contradicted } = said;
  return {
    id: formatClauseId(ref),
    ref,
    level,
    at: contract.locate(pointer),
    sentence,
    hash: hashOf(says),
    decidedBy,
    ...(conditional === undefined ? {} : { conditional }),
    ...(contradicted && { contradicted }),
  };
}

/** A clause of an operation. */
export const clauseOf = (operation: Operation, { place, ...said }: Said & { readonly place: ClausePlace }): Clause =>
  clauseAt(operation.contract, refOf(operation, place), said);
