/** Flaws of a document: each is told with its place, excludes what it concerns, and leaves the rest to be verified. */

/** What is wrong, for programs. The list is closed. */
export type DocumentRule =
  | 'ambiguous-path'
  | 'contradiction'
  | 'dangling-reference'
  | 'duplicate-key'
  | 'duplicate-operation-id'
  | 'dynamic-reference'
  | 'no-operations'
  | 'nullable'
  | 'outside-reference'
  | 'path-parameter'
  | 'pattern'
  | 'reference-loop'
  | 'security-scheme'
  | 'server'
  | 'structure'
  | 'unknown-field'
  | 'unknown-keyword'
  | 'wrong-schema';

/** One flaw of a document. */
export interface DocumentFinding {
  /** Where it stands: `<file>#<JSON pointer>`; the first of its places where there are several. */
  readonly at: string;
  /** JSON pointer into the contract's document, of the same place. */
  readonly pointer: string;
  readonly rule: DocumentRule;
  /** For a person: what is wrong, and what is not judged because of it. One line, no final stop. */
  readonly sentence: string;
  /** In how many places it stands. */
  readonly places: number;
}

/** Collects findings while a document is read. */
export interface Findings {
  /** Tells of a flaw. The same rule and sentence again is one more place of the same finding. */
  add(rule: DocumentRule, pointer: string, sentence: string): void;
  /** All findings, in the order of their first places; `locate` gives `<file>#<JSON pointer>` of a pointer. */
  list(locate: (pointer: string) => string): DocumentFinding[];
}

/** An empty collection. */
export function collectFindings(): Findings {
  const found = new Map<string, Omit<DocumentFinding, 'at'> & { places: number }>();
  return {
    add(rule, pointer, sentence) {
      const line = sentence.replaceAll(/\s+/g, ' ').slice(0, 300);
      const known = found.get(`${rule} ${line}`);
      if (known) known.places += 1;
      else found.set(`${rule} ${line}`, { rule, pointer, sentence: line, places: 1 });
    },
    list: (locate) => [...found.values()].map((each) => ({ at: locate(each.pointer), ...each })),
  };
}
