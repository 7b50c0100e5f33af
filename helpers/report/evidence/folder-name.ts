/** Names of the folders of evidence. */
import { formatPlace } from '../../contract/clause.ts';
import type { Cause } from '../../verdict/causes.ts';
import type { Report } from '../../verdict/report.ts';
import { nameOf, rowOf } from '../display-status.ts';

/** `deleteimage-404-body-body-wrapped-3f9a1c`: what it is about, and the beginning of the id of its cause. */
export const responseFolder = (report: Report, { id, first: { clause, finding } }: Cause): string =>
  `${`${nameOf(report, rowOf(clause.ref))}-${formatPlace(clause.ref)}-${finding.code}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/-$/, '')}-${id.slice(0, 6)}`;
