/** The exit code of a run by its verdict. */
import type { Report } from '../../verdict/report.ts';
import { undeclaredOpen } from '../../verdict/waivers.ts';

export const exitCodes = { conformant: 0, partial: 0, nonconformant: 1, invalid: 2 } as const;

/**
 * With STRICT a partial run fails where a MUST clause is open that `specs/waivers.yaml` does not declare, or a document or
 * profile could not be used; stderr names it.
 */
export function exitCode({ verdict, clauses, unverified = [] }: Report, isStrict: boolean): number {
  if (isStrict && verdict === 'partial' && unverified.length > 0) {
    process.stderr.write(`STRICT: not verified: ${unverified.join('; ')}\n`);
    return 1;
  }
  const open = isStrict && verdict === 'partial' ? undeclaredOpen(clauses).map(({ id }) => id) : [];
  if (open.length === 0) return exitCodes[verdict];
  const named = `${open.slice(0, 3).join(', ')}${open.length > 3 ? ', …' : ''}`;
  process.stderr.write(
    `STRICT: ${open.length} MUST clauses are open and not declared in specs/waivers.yaml: ${named}\n`,
  );
  return 1;
}
