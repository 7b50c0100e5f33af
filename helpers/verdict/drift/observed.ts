/** What a run saw that its pinned documents do not say: the shape of answers only, whose fault is not asked here. */
import { ownOf } from '../../contract/pointer.ts';
import { hashOf } from '../../contract/clauses.ts';
import type { ClauseRef } from '../../contract/types.ts';
import type { ChangePlace, Severity } from './change.ts';

/** What drift needs of a clause in a report. */
export interface ObservedClause {
  readonly id: string;
  readonly ref: ClauseRef;
  readonly level: string;
  readonly verdict: string;
  readonly at: string;
  readonly sentence: string;
  /** Places of a body that the document does not declare, as JSON pointers. */
  readonly undeclared?: readonly string[];
  readonly findings: readonly {
    readonly code: string;
    readonly at: string;
    readonly expected: string;
    readonly actual: string;
    readonly status?: number;
    readonly fault: string;
    readonly waiver?: unknown;
    readonly firstSeen?: string;
  }[];
}

/** What drift needs of a run. */
export interface ObservedRun {
  readonly startedAt: string;
  readonly targets: readonly { readonly contract: string; readonly kind: string }[];
  readonly operations: readonly { readonly id: string; readonly method: string; readonly path: string }[];
  readonly clauses: readonly ObservedClause[];
}

/** One thing that was answered otherwise than documented, at all places where it showed. */
export interface Observation {
  readonly id: string;
  readonly contract: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly places: readonly [ChangePlace, ...ChangePlace[]];
  /** Ids of the clauses that deviate, or that recorded it. */
  readonly clauses: readonly string[];
  /** `<file>#<pointer>` of what the document says. */
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
  readonly firstSeen?: string;
}

/** How a violated clause reads as a change of the document, by its rule. */
const rules: Readonly<Record<string, readonly [string, Severity]>> = {
  required: ['response-required-property-removed', 'breaking'],
  type: ['response-property-type-changed', 'breaking'],
  enum: ['response-property-enum-value-added', 'additive'],
  const: ['response-property-const-changed', 'breaking'],
  format: ['response-property-type-changed', 'breaking'],
  pattern: ['response-property-pattern-changed', 'breaking'],
  additionalProperties: ['response-optional-property-added', 'additive'],
  'content-type': ['response-media-type-name-changed', 'breaking'],
};

/** Everything a run saw of one vendor's answers that its documents do not say. Waived deviations are known and left out. */
export function observationsOf(run: ObservedRun, contracts: ReadonlySet<string>): Observation[] {
  const operations = new Map(run.operations.map(({ id, method, path }) => [id, `${method.toUpperCase()} ${path}`]));
  const found = new Map<string, Observation>();
  for (const clause of run.clauses) {
    if (!contracts.has(clause.ref.contract)) continue;
    const operation = operations.get(clause.ref.operation ?? '') ?? '';
    for (const each of [...deviations(clause, operation), ...undeclared(clause, operation)]) {
      const known = found.get(each.id);
      found.set(
        each.id,
        known
          ? {
              ...known,
              places: [...known.places, ...each.places],
              clauses: [...new Set([...known.clauses, ...each.clauses])],
            }
          : each,
      );
    }
  }
  return [...found.values()];
}

/** Promises of the documents about the shape of an answer; what only prose or HTTP says is no matter of drift. */
function deviations(clause: ObservedClause, operation: string): Observation[] {
  const { ref, level, at } = clause;
  const isStatus = ref.scope === 'operation' && ref.rule === 'responses' && ref.group === undefined;
  const isShape =
    ref.scope === 'component' ||
    (ref.scope === 'response' && (ref.group === 'body' || ref.group === 'headers' || ref.rule === 'content-type'));
  if (level !== 'MUST' || clause.verdict !== 'deviates' || !(isStatus || isShape)) return [];
  if (ref.group === 'body' && at.includes('#') && wireRules.has(ref.rule)) return [];
  return clause.findings
    .filter(({ waiver, fault }) => waiver === undefined && fault === 'vendor')
    .map((finding) => {
      const [rule, severity] = isStatus ? statusRule(finding.status) : ruleOf(ref);
      const place: ChangePlace = isStatus
        ? { operation, side: 'response', status: String(finding.status ?? '') }
        : placeOf(ref, operation);
      return {
        id: hashOf([
          'observed',
          ref.contract,
          rule,
          isStatus ? [operation, finding.status ?? ''] : at,
          ref.pointer ?? '',
        ]),
        contract: ref.contract,
        rule,
        severity,
        places: [place],
        clauses: [clause.id],
        at,
        expected: finding.expected,
        actual: finding.actual,
        ...(finding.firstSeen !== undefined && { firstSeen: finding.firstSeen }),
      };
    });
}

/** Rules about bodies that no document changes: of JSON and HTTP, and of the suite. */
const wireRules: ReadonlySet<string> = new Set([
  'json',
  'duplicate-keys',
  'internals',
  'personal-data',
  'unique',
  'none',
]);

const statusRule = (status: number | undefined): readonly [string, Severity] =>
  status !== undefined && status < 300 && status >= 200
    ? ['response-success-status-added', 'additive']
    : ['response-non-success-status-added', 'additive'];

function ruleOf({ group, rule }: ClauseRef): readonly [string, Severity] {
  if (group === 'headers')
    return rule === 'value'
      ? ['response-header-type-changed', 'breaking']
      : ['required-response-header-removed', 'breaking'];
  return (
    ownOf(rules, rule) ?? [
      rule === '' ? 'response-body-type-changed' : `response-property-${rule}-violated`,
      'breaking',
    ]
  );
}

const placeOf = ({ status, group, pointer }: ClauseRef, operation: string): ChangePlace => ({
  operation,
  side: 'response',
  ...(status !== undefined && { status }),
  ...((group === 'body' || group === 'headers') && { group }),
  ...(pointer !== undefined && { pointer }),
});

/** Properties that came and are not declared: additive, since a reader passes over what he does not know. */
function undeclared(clause: ObservedClause, operation: string): Observation[] {
  const { ref } = clause;
  return (clause.undeclared ?? []).map((pointer) => ({
    id: hashOf(['undeclared', ref.contract, operation, ref.status ?? '', pointer]),
    contract: ref.contract,
    rule: 'response-optional-property-added',
    severity: 'additive',
    places: [
      { operation, side: 'response', group: 'body', pointer, ...(ref.status !== undefined && { status: ref.status }) },
    ],
    clauses: [clause.id],
    at: clause.at,
    expected: 'not declared',
    actual: `property ${pointer}`,
  }));
}
