/** What findings in bodies have in common where clauses go by component: the same wrong value, or values that are wrong alike. */
import { groupBy } from '../contract/group-by.ts';
import { withoutIndexes } from '../contract/pointer.ts';
import type { Deviation } from './causes.ts';

/**
 * Keys of a group of findings; groups with a key in common are one cause. One value at one place of an answer, whichever parts of
 * its schema reject it (`allOf`); in one answer, values of one type where another is documented; null where it is not allowed,
 * wherever the contract has it: what writes answers writes it for all that is absent.
 */
export const sharedIn = (group: readonly Deviation[]): readonly string[] => group.flatMap(keysOf);

function keysOf({ clause: { ref }, finding: { at, cases, exchange, values } }: Deviation): string[] {
  if (ref.scope !== 'component') return [];
  const { expected, found } = values ?? {};
  const inAnswers = (...key: readonly unknown[]) =>
    cases.map((id) => JSON.stringify([id, exchange?.operation, ...key]));
  if (found === 'null') return [JSON.stringify([ref.contract, 'null', at === 'body'])];
  const types = expected?.kind === 'type' ? inAnswers(found, expected.oneOf) : [];
  const isWhole = found !== 'object' && found !== 'array';
  // An object or a list may be wrong in several ways at one place; text, a number or what is absent in one.
  return [...types, ...inAnswers(isWhole || types.length > 0 ? 'value' : ref.rule, withoutIndexes(at))];
}

/** How many clauses, of those that a wrong value breaks, are broken at other places than the first finding's clause. */
export function elsewhereIn(first: Deviation, others: readonly Deviation[]): number {
  const places = placesOf([first, ...others].filter(({ clause }) => clause.id === first.clause.id));
  const rest = groupBy(
    others.filter(({ clause: { ref }, finding }) => ref.scope === 'component' && finding.values?.found !== undefined),
    ({ clause }) => clause.id,
  );
  return [...rest.values()].filter((group) => ![...placesOf(group)].some((each) => places.has(each))).length;
}

const placesOf = (deviations: readonly Deviation[]): ReadonlySet<string> =>
  new Set(deviations.map(({ finding }) => withoutIndexes(finding.at)));
