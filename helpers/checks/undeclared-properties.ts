import { clauseIdAt, ofBody } from '../contract/clause.ts';
import { isObject, join, withoutIndexes } from '../contract/pointer.ts';
import { walkValue, type Applied } from '../contract/schema-walk.ts';
import type { Check, Json } from '../contract/types.ts';
import { fail, notApplicable, pass, recorded } from './outcome.ts';
import { json, jsonResponse, shownPlace } from './read.ts';
import { declares } from './undocumented-text.ts';

/** Names that say that a value is about a person, in lower case with `_` between words. */
const personal =
  /patient(?!_?id$)|first_?name|last_?name|full_?name|sur_?name|birth|social_?security|home_?address|e_?mail|gender|insurance|diagnos|medication|allerg|phones?(?:_|number|$)|(?:^|_)(?:dob|ssn|mrn)(?:_|$)/;

const isPersonal = (name: string): boolean =>
  personal.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase());

export const personalData: Check = {
  id: 'personal-data',
  title: 'SHOULD carry no undeclared property that names personal data',
  evaluate(operation, answer) {
    const undeclared = undeclaredIn(operation, answer);
    if (!undeclared) return notApplicable('there is no JSON with a schema');
    const clause = clauseIdAt(operation, ofBody(undeclared.key, '', 'personal-data'));
    const found = undeclared.places.find((place) => isPersonal(place.split('/').at(-1) ?? ''));
    if (found === undefined) return pass(clause);
    return fail({
      code: 'PERSONAL_DATA',
      clause,
      at: found.slice(0, 200),
      expected: 'declared properties only',
      actual: 'an undeclared property that names personal data',
    });
  },
};

export const undeclaredProperties: Check = {
  id: 'undeclared-properties',
  title: 'INFO which properties the document does not declare',
  evaluate(operation, answer) {
    const undeclared = undeclaredIn(operation, answer);
    if (!undeclared) return notApplicable('there is no JSON with a schema');
    const clause = clauseIdAt(operation, ofBody(undeclared.key, '', 'undeclared'));
    if (undeclared.places.length === 0) return pass(clause);
    const shown = [...new Set(undeclared.places.map((place) => shownPlace(withoutIndexes(place))))];
    return recorded(
      clause,
      `undeclared: ${undeclared.places.slice(0, 10).map(shownPlace).join(', ').slice(0, 300)}`,
      shown.slice(0, 50),
    );
  },
};

function undeclaredIn(
  ...[operation, answer]: Parameters<Check['evaluate']>
): { key: string; places: string[] } | undefined {
  const documented = jsonResponse(operation, answer);
  const parsed = documented && json(answer);
  if (!documented?.media.schemaPointer || !parsed?.ok) return undefined;
  const places: string[] = [];
  const { contract } = operation;
  const read = (pointer: string, value: Json, applied: readonly Applied[]) => {
    if (!isObject(value)) return;
    const listing = applied.filter(({ schema }) => isObject(schema['properties']));
    if (listing.length === 0) return;
    for (const name of Object.keys(value))
      if (!applied.some(({ schema }) => declares(schema, name))) places.push(join(pointer, name));
  };
  walkValue(contract, documented.media.schemaPointer, parsed.value, read, 'all');
  return { key: documented.response.key, places };
}
