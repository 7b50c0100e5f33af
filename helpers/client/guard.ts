/**
 * What may leave this machine. One pure decision, made in the wire before every call:
 * nothing is removed, changed or added but what the suite made, made up, or is configured to be refused on.
 */
import type { RequestPlan } from '../contract/types.ts';
import type { Refusal } from '../profile/vendor.ts';
import { isPrivateAddress } from './address.ts';
import type { Middleware, OutgoingRequest } from './request.ts';

/** A request that must not leave this machine. */
export class Forbidden extends Error {
  readonly objection: Objection;
  constructor(objection: Objection) {
    super(objection.because);
    this.objection = objection;
  }
}

/** The middleware: throws Forbidden for what must not be sent. */
export const guard =
  (objectionTo: (request: OutgoingRequest) => Objection | undefined): Middleware =>
  async (request, next) => {
    const found = objectionTo(request);
    if (found) throw new Forbidden(found);
    return next(request);
  };

export interface Departure {
  readonly operation: string;
  readonly method: RequestPlan['method'];
  /** What it would remove or change. Empty for a call that does neither. */
  readonly touches: readonly string[];
  /** What it would add to; undefined where it adds nothing, or to nothing in particular. */
  readonly addsTo: string | undefined;
  readonly refusal: Refusal | undefined;
  /** False where a safe method may do something all the same, by its path (`GET /logout`). */
  readonly onlyReads: boolean;
  /** False where neither the document nor the profile says what it would change. */
  readonly isDescribed: boolean;
  /** True where the operation may create what its path names: a documented PUT. */
  readonly mayCreate: boolean;
  /** True where it can do nothing by the document: a body is required, and this one is absent, empty or unreadable. */
  readonly isBlank: boolean;
}

/** What is known of ids. All comparisons are the knower's: spellings do not matter. */
export interface Knowledge {
  /** False where only calls that cannot write may be sent. */
  readonly mayWrite: boolean;
  /** Whether it is somebody's production. */
  readonly production: boolean;
  readonly vendor: string;
  /** This run, or one it sweeps for, made it. */
  readonly made: (id: string) => boolean;
  /** The suite made the value up, and it is nobody's: an invention, or malformed by construction. */
  readonly madeUp: (id: string) => boolean;
  /** The variable that configures it as one on which a write must be refused. */
  readonly fixture: (id: string) => string | undefined;
  /** Configured as the place for test data. */
  readonly home: (id: string) => boolean;
}

export interface Objection {
  /** `not-run`: the case cannot be run here. `refused`: the suite tried what it must never do. */
  readonly kind: 'not-run' | 'refused';
  readonly because: string;
}

const safe = ['GET', 'HEAD', 'OPTIONS'];

/** Why a run that only reads does not send a call. */
export const readOnly = ({ production, vendor }: Pick<Knowledge, 'production' | 'vendor'>): string =>
  production
    ? `it would write to production: ALLOW_PRODUCTION does not name ${vendor}`
    : `it would write, and this run only reads: --allow-writes, or \`writes\` in the profile of ${vendor}, allows it`;

const notDescribed = 'what it would change is not known: `resources` in the profile describe it';

/** Why a call may not be sent, or undefined where it may. */
export function objection(call: Departure, known: Knowledge): Objection | undefined {
  if (safe.includes(call.method) && call.onlyReads) return undefined;
  if (!known.mayWrite) return { kind: 'not-run', because: readOnly(known) };
  if (safe.includes(call.method) || call.isBlank) return undefined;
  // It creates what it names, below what may be somebody's, and nothing is known of how to remove it.
  if (call.mayCreate && !call.isDescribed) return { kind: 'not-run', because: notDescribed };
  for (const id of call.touches) {
    if (known.made(id) || known.madeUp(id)) continue;
    const declared = call.refusal === 'foreign' || call.refusal === 'fixture';
    if (call.method === 'DELETE' && declared && known.fixture(id) !== undefined) continue;
    if (call.method !== 'DELETE' && known.home(id)) continue;
    if (!call.isDescribed) return { kind: 'not-run', because: notDescribed };
    return {
      kind: 'refused',
      because: `a ${call.method} of something that this run did not make was not sent (${call.operation})`,
    };
  }
  return call.addsTo === undefined ? undefined : objectionToAdding(call.addsTo, known);
}

/** Whatever is not the configured place must refuse additions; where it might not, somebody's record would change. */
function objectionToAdding(place: string, known: Knowledge): Objection | undefined {
  if (!known.production || known.home(place) || known.madeUp(place) || known.made(place)) return undefined;
  return {
    kind: 'not-run',
    because: `an upload that ${known.fixture(place) ?? 'its place'} must refuse is never sent to production`,
  };
}

/** An address that came from an answer or from the configuration, outside every contract. */
export interface Visit {
  readonly url: string;
  readonly carriesCredentials: boolean;
  /** The vendor it is asked for is not on this machine. */
  readonly remote: boolean;
  /** Origins that the configuration names. */
  readonly configured: ReadonlySet<string>;
  /** ALLOW_PLAINTEXT names the vendor: plain http is accepted. */
  readonly plaintext?: boolean;
}

/** Why an address may not be asked, or undefined where it may. */
export function objectionToVisit(visit: Visit): Objection | undefined {
  const { url, carriesCredentials, remote, configured, plaintext = false } = visit;
  const no = (because: string): Objection => ({ kind: 'refused', because });
  if (!URL.canParse(url)) return no('it is not an absolute address');
  const { protocol, hostname, origin, username, password } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return no(`${protocol} is not asked`);
  if (configured.has(origin)) return undefined;
  if (carriesCredentials || username !== '' || password !== '') return no('credentials never go to another origin');
  if (remote && protocol === 'http:' && !plaintext) return no('it is plain http: what it carries would be unencrypted');
  return remote && isPrivateAddress(hostname)
    ? no('it leads to a private address, which a remote vendor has no business to name')
    : undefined;
}
