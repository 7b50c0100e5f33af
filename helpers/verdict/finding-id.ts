/** The id of a finding: permanent, so that history, issues and evidence know it again. */
import { hashOf } from '../contract/clauses.ts';

/** Names that codes had in the first edition: ids, waivers and issues made with them stay valid. */
export const formerCodes: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'KEY_TWICE',
  SIDE_EFFECT_ON_REJECTION: 'REFUSED_YET_DONE',
  SERVED_AFTER_DELETE: 'DELETED_YET_SERVED',
};

/** First 10 hex digits of a hash over the clause's id, the code under its first name, and the place. */
export const findingId = (clause: string, code: string, at: string): string =>
  hashOf([clause, formerCodes[code] ?? code, at]).slice(0, 10);
