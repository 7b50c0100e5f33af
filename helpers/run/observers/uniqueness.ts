/** Collects the values that a vendor promises never to give twice (`x-unique`). */
import { json, jsonResponse } from '../../checks/read.ts';
import type { Redactor } from '../../config/redactor.ts';
import { clauseIdAt, ofBody } from '../../contract/clause.ts';
import { markedPlaces } from '../../contract/clauses.ts';
import { at } from '../../contract/pointer.ts';
import type { Observer } from '../published.ts';

export const observeUniqueness =
  (redactor: Redactor): Observer =>
  ({ exchange, judgedAs, record }, state) => {
    if (exchange.kind === 'unanswered') return;
    const documented = jsonResponse(judgedAs, exchange.answer);
    const parsed = documented && json(exchange.answer);
    if (documented?.media.schemaPointer === undefined || !parsed?.ok) return;
    for (const place of markedPlaces(judgedAs.contract.document, documented.media.schemaPointer, 'x-unique')) {
      const value = at(parsed.value, place);
      if (typeof value === 'string' && value !== '')
        state.unique.push({
          clause: clauseIdAt(judgedAs, ofBody(documented.response.key, place, 'unique')),
          value: redactor.text(value),
          record,
        });
    }
  };
