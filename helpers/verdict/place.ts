/** Where a contract was tested, as history and issues name it. */
import type { Target } from './report.ts';

/** The origin of a target; of this machine only what it is, since a loopback port means nothing the next day. */
export const placeOf = ({ kind, origin }: Pick<Target, 'kind' | 'origin'>): string =>
  kind === 'embedded' || kind === 'loopback' ? kind : origin;
