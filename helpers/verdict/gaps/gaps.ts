/** All gaps of a document, those first whose answer would add most. */
import type { Gap, GapRule, GapSource } from './gap.ts';
import { emptySecurity, freeParameters, noRequestBody, noRequestSchema } from './request-rules.ts';
import {
  freeStrings,
  missingStatuses,
  noRequired,
  noRetryAfter,
  noSchema,
  unboundedNumbers,
  untypedErrors,
} from './response-rules.ts';
import { documentProblems, importNotes, misspelledNames, seenStatuses, wrongExamples } from './text-rules.ts';

export const gapRules: readonly GapRule[] = [
  noRequestBody,
  noRequestSchema,
  emptySecurity,
  freeParameters,
  noSchema,
  missingStatuses,
  untypedErrors,
  noRetryAfter,
  freeStrings,
  unboundedNumbers,
  noRequired,
  misspelledNames,
  wrongExamples,
  importNotes,
  documentProblems,
  seenStatuses,
];

/**
 * Looks through documents of one vendor with every rule. The same question about several of them is asked once. Of two gaps
 * that add as much, the rule that stands first comes first.
 */
export function gapsOf(sources: readonly GapSource[]): Gap[] {
  const gaps = new Map<string, Gap>();
  for (const rule of gapRules)
    for (const gap of sources.flatMap((source) => rule(source))) {
      const known = gaps.get(gap.question);
      gaps.set(gap.question, known ? { ...known, at: [...known.at, ...gap.at], adds: known.adds + gap.adds } : gap);
    }
  return [...gaps.values()].toSorted((a, b) => b.adds - a.adds);
}
