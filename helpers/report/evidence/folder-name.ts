/** Names of the folders of evidence. */
import { formatPlace } from '../../contract/clause.ts';
import type { Cause } from '../../verdict/causes.ts';
import type { FindingReport, Report } from '../../verdict/report.ts';
import { nameOf, rowOf } from '../display-status.ts';
import { artefacts } from '../folder/names.ts';

/** `deleteimage-404-body-3f9a1c`: what it is about, and the beginning of the id of its cause. */
export const responseFolder = (report: Report, { id, first: { clause } }: Cause): string =>
  `${`${nameOf(report, rowOf(clause.ref))}-${formatPlace(clause.ref)}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/-$/, '')}-${id.slice(0, 6)}`;

/** True where the vendor has to act: on its own answer, or on its documents. */
export const isTheirs = ({ fault }: FindingReport): boolean => fault === 'vendor' || fault === 'document';

/** Folder of the evidence of a cause within the reports folder; undefined where there is nothing to send to the vendor. */
export function evidenceOf(report: Report, cause: Cause): string | undefined {
  const target = report.targets.find(({ contract }) => contract === cause.contract);
  return target && isTheirs(cause.first.finding)
    ? `${artefacts.evidence}/${encodeURIComponent(target.vendor)}/${responseFolder(report, cause)}`
    : undefined;
}
