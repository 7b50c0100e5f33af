/** What changed between two documents, one thing at a time. */
import type { Json } from '../../contract/types.ts';

/**
 * For a program that was written for the older document.
 * `breaking`: it may stop working; `additive`: it goes on working; `editorial`: only wording changed.
 */
export type Severity = 'breaking' | 'additive' | 'editorial';
export const severities: readonly Severity[] = ['breaking', 'additive', 'editorial'];

/** Where a change shows, in the words of a clause's place. */
export interface ChangePlace {
  /** `DELETE /notes/{noteId}`, or '' where it is about the document as a whole. */
  readonly operation: string;
  readonly side: 'document' | 'operation' | 'request' | 'response';
  /** Key of the documented response: `404`, `4XX`, `default`. */
  readonly status?: string;
  readonly group?: 'body' | 'headers' | 'parameters' | 'security';
  /** In a body a JSON pointer with `*` for items ('' the whole body); `/<name>` of a header or parameter. */
  readonly pointer?: string;
}

/** What a difference does to what is allowed or promised at its place. */
export type Effect = 'widens' | 'narrows' | 'changes' | 'neutral';

/** One difference at one place. */
export interface Difference {
  /** Rule id of oasdiff where it has one for this, otherwise one of the same making. */
  readonly rule: string;
  readonly severity: Severity;
  /** `neutral` where it is not said. */
  readonly effect?: Effect;
  readonly place: ChangePlace;
  /** JSON pointer into the older document; undefined where it has no such thing. */
  readonly before?: string;
  /** JSON pointer into the newer document; undefined where it has no such thing. */
  readonly after?: string;
  readonly from?: Json;
  readonly to?: Json;
}

/** One change as the documents have it: what a component says once is one change, with all places where it shows. */
export interface Change extends Omit<Difference, 'place'> {
  readonly places: readonly [ChangePlace, ...ChangePlace[]];
}

/** Differences of one rule at one place of the documents as one change, the gravest first. */
export function changesOf(differences: readonly Difference[]): Change[] {
  const changes = new Map<string, Change>();
  for (const { place, ...what } of differences) {
    const { rule, before, after, from, to } = what;
    // A status or header that pages repeat for each operation stays a change of its own: its pointers differ.
    const key = JSON.stringify([rule, before, after, from, to]);
    const known = changes.get(key);
    changes.set(key, known ? { ...known, places: [...known.places, place] } : { ...what, places: [place] });
  }
  return [...changes.values()].toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
