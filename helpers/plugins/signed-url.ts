/** Answers that hold signed URLs, and where those may lead. */
import { header } from '../checks/read.ts';
import { listIn } from '../config/variables.ts';
import type { Exchange } from '../contract/types.ts';
import type { CaseContext } from '../run/context.ts';
import { isPrivateAddress } from '../client/address.ts';

/** The status of an answer, or why there is none. */
export const statusOf = (exchange: Exchange): number | string =>
  exchange.kind === 'answered' ? exchange.answer.status : exchange.because;

/** True for an http or https address, and nothing around it. */
export const isAbsolute = (url: string) => URL.canParse(url) && /^https?:\/\/\S+$/i.test(url);

/** The vendor's own clock where it tells, in seconds. */
export function nowAt(exchange: Exchange): number {
  const said = exchange.kind === 'answered' ? Date.parse(header(exchange.answer, 'date') ?? '') : Number.NaN;
  return (Number.isFinite(said) ? said : Date.now()) / 1_000;
}

// Where a URL in an answer may lead.

/** The hosts that a vendor's signed URLs may lead to. */
export interface TrustedPlaces {
  /** Undefined where the configuration names none. */
  readonly hosts: readonly string[] | undefined;
  allows(url: string): boolean;
  /** Where a vendor on another machine names an address of this one, or of its network. */
  isPrivate(url: string): boolean;
}

/** Reads the hosts from the configuration of a vendor. */
export function trustedPlaces({ run: { config, vendors } }: CaseContext, vendor: string): TrustedPlaces {
  const kind = config.targets.find((each) => each.vendor === vendor)?.kind;
  const isHere = kind === 'embedded' || kind === 'loopback';
  const variable = vendors.named(vendor).profile.signedUrlHosts?.slice(1);
  const hosts = variable === undefined ? undefined : listIn(config.variables[variable]);
  const isPrivate = (url: string) => !isHere && isPrivateAddress(new URL(url).hostname);
  const isListed = (url: string) => {
    const { host, hostname } = new URL(url);
    return (
      hosts?.some(
        (each) => each === host || each === hostname || (each.startsWith('*.') && hostname.endsWith(each.slice(1))),
      ) ?? true
    );
  };
  return { hosts, isPrivate, allows: (url) => !isPrivate(url) && isListed(url) };
}

/** The status of `statusOf` as the field of a finding; empty where there was no answer. */
export const asStatus = (status: number | string): { status?: number } =>
  typeof status === 'number' ? { status } : {};
