/** Levels of clauses and findings. */
import type { Level } from '../contract/types.ts';
import type { ClauseReport } from './report.ts';

/** Weakest first. */
const levels: readonly Level[] = ['INFO', 'SHOULD', 'MUST'];

/** The lower of two levels; the first where there is no second. */
export const lowerOf = (one: Level, other: Level = one): Level =>
  levels.indexOf(other) < levels.indexOf(one) ? other : one;

/** The level at which a clause deviates: the highest of its findings that nobody waived. */
export function deviationLevel({ level, findings }: Pick<ClauseReport, 'level' | 'findings'>): Level {
  const open = findings.filter(({ waiver }) => waiver === undefined);
  return (
    open.reduce<Level | undefined>(
      (highest, each) => (highest === undefined || lowerOf(highest, each.level) === highest ? each.level : highest),
      undefined,
    ) ?? level
  );
}
