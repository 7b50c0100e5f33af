/** Which file of a report a person should open first. */
import type { Report } from '../verdict/report.ts';
import { causes } from './causes.ts';
import { evidenceOf } from './evidence/folder-name.ts';

/** The page of the worst cause, within the reports folder; undefined where nothing deviates: then the matrix shows all. */
export function openFirst(report: Report): string | undefined {
  const [worst] = causes(report).filter(({ level }) => level === 'MUST');
  const folder = worst && evidenceOf(report, worst);
  return folder === undefined ? undefined : `${folder}/deviation.md`;
}
