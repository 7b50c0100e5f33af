/** What the clients of a process's cases are built from: endpoints, journal, circuit breaker, budget and transport. */
import type { Budget } from '../client/budget.ts';
import { openCircuitBreaker, type CircuitBreaker } from '../client/circuit-breaker.ts';
import { openJournal, type Journal } from '../client/journal.ts';
import { openTransport, type Endpoint, type Transport } from '../client/transport.ts';
import { clientCertificateVariables } from '../config/client-certificate.ts';
import { proxyFor } from '../config/proxy.ts';
import type { Redactor } from '../config/redactor.ts';
import type { Config } from '../profile/config.ts';
import { resolve, variablesOf } from '../profile/sources.ts';
import type { VendorTarget } from '../profile/targets.ts';
import type { Vendor } from '../profile/vendor.ts';
import type { EngineOptions } from './engine.ts';

/** What the client of a case is built from. */
export interface ClientParts {
  readonly transport: Transport;
  /** Where the operations of a vendor are served. Throws for a vendor that is not a target of the run. */
  readonly endpoint: (vendor: string) => Endpoint;
  readonly journal: Journal;
  /** Operations that give no answer. */
  readonly circuit: CircuitBreaker;
  readonly budget: Budget | undefined;
}

/** Opens the parts; `tokens` are those that credentials are taken from, also the ones that come later. */
export async function openClient(
  options: EngineOptions,
  tokens: ReadonlyMap<string, string>,
  redactor: Redactor,
): Promise<ClientParts> {
  const { config, suite, budget } = options;
  const endpoints = new Map(
    config.targets.map((target) => [
      target.vendor,
      endpointOf(target, suite.vendors.named(target.vendor), config, tokens),
    ]),
  );
  const endpoint = (vendor: string) => endpoints.get(vendor) ?? unreachable(vendor);
  return {
    endpoint,
    budget,
    journal: journalOf(options),
    circuit: openCircuitBreaker(options.directory),
    transport: await openTransport({
      timeoutMs: config.values.REQUEST_TIMEOUT,
      maxBodyBytes: config.values.MAX_BODY_BYTES,
      redactor,
      endpoint,
      permit: (vendor) => budget?.take({ vendor }) ?? Promise.resolve(),
      remote: (vendor) =>
        config.targets.some((each) => isRemote(each) && (vendor === undefined || each.vendor === vendor)),
      plaintext: (vendor) => vendor !== undefined && config.values.ALLOW_PLAINTEXT.includes(vendor),
      proxyFor: (host, port) => proxyFor(host, port, config.proxy),
      clientCertificates: config.clientCertificates,
      configured: originsOf(config, options),
      ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
      trusted: options.trusted === true,
    }),
  };
}

const isRemote = ({ kind }: VendorTarget): boolean => kind !== 'embedded' && kind !== 'loopback';

function journalOf({ config, suite, journal, run }: EngineOptions): Journal {
  const vendorAt = (origin: string) => config.targets.find(({ baseUrl }) => baseUrl === origin)?.vendor;
  return openJournal({
    folder: journal,
    run,
    canonicalId(origin, id) {
      const vendor = vendorAt(origin);
      return vendor === undefined ? id : suite.vendors.named(vendor).canonicalId(id);
    },
  });
}

/** Where a vendor is served, and with which secrets. */
const endpointOf = (
  { baseUrl, variable }: VendorTarget,
  vendor: Vendor,
  config: Config,
  tokens: ReadonlyMap<string, string>,
): Endpoint => ({
  baseUrl,
  variable,
  certificateVariable: clientCertificateVariables(vendor.profile.prefix).cert,
  credentials: (operation, { credentials }) => vendor.credentials(operation, credentials, config, tokens),
  headers: Object.entries(vendor.profile.headers).flatMap(([name, sources]) => {
    const found = resolve(sources, vendor.profile, { variables: config.variables, tokens });
    return found === undefined ? [] : [{ name, value: found.value, variable: found.variable ?? 'HEADER' }];
  }),
});

/** Origins that the configuration names: base URLs and token services. */
const originsOf = (config: Config, { suite }: EngineOptions): ReadonlySet<string> =>
  new Set(
    config.targets
      .flatMap(({ vendor, baseUrl }) => [baseUrl, ...otherUrls(suite.vendors.named(vendor), config)])
      .map((url) => new URL(url).origin),
  );

/** The addresses that a vendor's configuration names beside its base URL. */
const otherUrls = ({ profile }: Vendor, config: Config): string[] =>
  [...variablesOf(profile)].flatMap(([name, kind]) => (kind === 'url' ? (config.variables[name] ?? []) : []));

function unreachable(vendor: string): never {
  throw new Error(`${vendor} is not a target of this run`);
}
