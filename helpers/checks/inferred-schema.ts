import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { inferencesOf } from '../contract/clauses.ts';
import type { Check } from '../contract/types.ts';
import { at } from '../contract/pointer.ts';
import { shown } from './body-finding.ts';
import { fail, notApplicable, pass } from './outcome.ts';
import { json, jsonResponse } from './read.ts';

export const inferredSchema: Check = {
  id: 'inferred-schema',
  title: 'SHOULD have values of the form that every example of the vendor has',
  evaluate(operation, answer) {
    const documented = jsonResponse(operation, answer);
    const parsed = documented && json(answer);
    if (!documented?.media.schemaPointer || !parsed?.ok) return notApplicable('there is no JSON');
    const { contract } = operation;
    return inferencesOf(contract.document, documented.media.schemaPointer).map(({ path, name, pointer }) => {
      const value = at(parsed.value, path);
      if (value === undefined) return notApplicable(`${path} is absent`);
      const clause = clauseIdAt(operation, ofBody(documented.response.key, path, name));
      const expected = contract.clauses.get(clause)?.sentence ?? name;
      if (contract.schemas.accepts(pointer, value)) return pass(clause);
      return fail({ code: 'FORM_INFERRED', clause, at: path, expected, actual: shown(value) });
    });
  },
};
