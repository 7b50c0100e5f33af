/** A badge of the last run: the JSON that shields.io reads as an endpoint (schema version 1). */
import type { Report, RunVerdict } from '../verdict/report.ts';
import { causes } from './causes.ts';
import { count } from './wording.ts';

export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  /** A verdict of today must not be shown for long: seconds until a reader asks again. */
  readonly cacheSeconds: number;
}

const colours: Readonly<Record<RunVerdict, string>> = {
  conformant: 'brightgreen',
  partial: 'yellow',
  nonconformant: 'red',
  invalid: 'lightgrey',
};

/** The vendors of the run, its verdict, and how many causes make it so. */
export function badge(report: Report): Badge {
  const vendors = [...new Set(report.targets.map(({ vendor }) => vendor))];
  const { length } = causes(report);
  return {
    schemaVersion: 1,
    label: ['conformance', ...(vendors.length === 1 ? vendors : [])].join(' '),
    message:
      report.verdict === 'nonconformant' && length > 0
        ? `${report.verdict}: ${count(length, 'cause')}`
        : report.verdict,
    color: colours[report.verdict],
    cacheSeconds: 3_600,
  };
}
