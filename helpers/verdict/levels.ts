/** Levels of clauses and findings. */
import type { Level } from '../contract/types.ts';
import type { ClauseReport } from './report.ts';

/** Weakest first. */
const levels: readonly Level[] = ['INFO', 'SHOULD', 'MUST'];

/** The lower of two levels; the first where there is no second. */
export const lowerOf = (one: Level, other: Level = one): Level =>
  levels.indexOf(other) < levels.indexOf(one) ? other : one;

/** The higher of two levels. */
export const highestOf = (one: Level, other: Level): Level => (lowerOf(one, other) === one ? other : one);

/** The level at which a clause deviates: the highest of its findings that are not waived; its own where there is none. */
export function deviationLevel({ level, findings }: Pick<ClauseReport, 'level' | 'findings'>): Level {
  const open = findings.filter(({ waiver }) => waiver === undefined).map((finding) => finding.level);
  return open.length === 0 ? level : open.reduce(highestOf);
}
