/** Everything that the cases of one process share: contracts, wire, journal, what was learnt on the way. */
import { checks as allChecks } from '../checks/index.ts';
import type { Config } from '../profile/config.ts';
import { resolve, variablesOf } from '../profile/sources.ts';
import type { Suite, Vendors } from '../profile/suite.ts';
import type { VendorTarget } from '../profile/targets.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import type { Check, Clause, Contract, Operation } from '../contract/types.ts';
import { openJournal, type Journal } from '../client/journal.ts';
import type { ProcessIdentity } from '../config/process.ts';
import type { Subject, Vendor } from '../profile/vendor.ts';
import type { Budget } from '../client/budget.ts';
import { openCircuitBreaker, triesUntilOpen, type CircuitBreaker } from '../client/circuit-breaker.ts';
import { openTransport, type Endpoint, type Transport } from '../client/transport.ts';
import { catalogue } from './catalogue.ts';
import type { KnownIds } from './known-ids.ts';
import { knowledge, type Known } from './resource-facts.ts';

export interface Engine {
  readonly config: Config;
  readonly contracts: readonly Contract[];
  readonly vendors: Vendors;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Every clause of every contract, those about requests included. */
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly checks: readonly Check[];
  readonly redactor: Redactor;
  readonly transport: Transport;
  /** Where the operations of a vendor are served. Throws for a vendor that is not a target of the run. */
  readonly endpoint: (vendor: string) => Endpoint;
  readonly journal: Journal;
  readonly tokens: Map<string, string>;
  /** Ids that answers of this process listed. */
  readonly knownIds: KnownIds;
  /** Operations that give no answer. */
  readonly circuit: CircuitBreaker;
  /** What is known of the ids that requests name. */
  readonly known: Known;
  readonly budget: Budget | undefined;
  /** Variables of fixtures that a vendor changed although it had to refuse. */
  readonly damaged: Set<string>;
  /** Findings that were asked again already: once is enough to know k of n. */
  readonly asked: Set<string>;
  /** Resources that the refused cases of an operation share. */
  readonly leases: Map<string, Subject>;
  /** Ids made up by the suite, in their canonical spelling: nothing can be lost by deleting them. */
  readonly invented: Set<string>;
  /** Canonical ids of what this process made. */
  readonly madeIds: Set<string>;
  /** How often in a row a call waits in vain for its answer (REQUEST_TIMEOUT) before its case goes on without it. */
  readonly timeouts: number;
  /** How often a deviating case is asked again. */
  readonly repeats: number;
  /** Documented responses whose answer was altered already to see which clauses can fail; none where nobody asks. */
  readonly flipTried: Set<string>;
  /** Longest wait beside one that a promise is about, in milliseconds. */
  readonly patienceMs: number;
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly config: Config;
  readonly suite: Suite;
  readonly tokens?: ReadonlyMap<string, string>;
  /** Folder of the journal; none where the vendors are embedded. */
  readonly journal?: string;
  readonly checks?: readonly Check[];
  readonly repeats?: number;
  /** Budget and rate; none where nothing is sent that counts. */
  readonly budget?: Budget;
  /** Milliseconds of the epoch at which the run ends. */
  readonly deadline?: number;
  /** Folder in which the processes of the run meet. */
  readonly meeting?: string;
  /** True where the vendor is the sandbox of this very process. */
  readonly trusted?: boolean;
  /** The redactor to use and teach; default: one of its own that knows the configured secrets. */
  readonly redactor?: Redactor;
  /** The run that this process belongs to. */
  readonly run?: ProcessIdentity;
}

/** Opens an engine. Close it when done. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { config } = options;
  const { contracts, vendors } = options.suite;
  const tokens = new Map(options.tokens);
  const redactor = options.redactor ?? createRedactor(config.secrets);
  for (const [name, value] of tokens) redactor.add({ name, value });
  const endpoints = new Map(
    config.targets.map((target) => [target.vendor, endpointOf(target, vendors.named(target.vendor), config, tokens)]),
  );
  const vendorAt = (origin: string) => config.targets.find(({ baseUrl }) => baseUrl === origin)?.vendor;
  const journal = openJournal({
    folder: options.journal,
    run: options.run,
    canonicalId(origin, id) {
      const vendor = vendorAt(origin);
      return vendor === undefined ? id : vendors.named(vendor).canonicalId(id);
    },
  });
  const invented = new Set<string>();
  const known = knowledge({ config, vendors }, journal, invented);
  const isRemote = ({ kind }: VendorTarget) => kind !== 'embedded' && kind !== 'loopback';
  const endpoint = (vendor: string) => endpoints.get(vendor) ?? unreachable(vendor);
  const transport = await openTransport({
    timeoutMs: config.values.REQUEST_TIMEOUT,
    maxBodyBytes: config.values.MAX_BODY_BYTES,
    redactor,
    endpoint,
    permit: (vendor) => options.budget?.take({ vendor }) ?? Promise.resolve(),
    remote: (vendor) =>
      config.targets.some((each) => isRemote(each) && (vendor === undefined || each.vendor === vendor)),
    plaintext: (vendor) => vendor !== undefined && config.values.ALLOW_PLAINTEXT.includes(vendor),
    configured: new Set(
      config.targets
        .flatMap(({ vendor, baseUrl }) => [baseUrl, ...tokenUrls(vendors.named(vendor), config)])
        .map((url) => new URL(url).origin),
    ),
    ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
    trusted: options.trusted === true,
  });
  return {
    config,
    contracts,
    vendors,
    operations: new Map(contracts.flatMap((contract) => [...contract.operations])),
    clauses: catalogue(options.suite),
    checks: options.checks ?? allChecks,
    redactor,
    transport,
    endpoint,
    journal,
    tokens,
    knownIds: new Map(),
    circuit: openCircuitBreaker(options.meeting),
    known,
    budget: options.budget,
    damaged: new Set(),
    asked: new Set(),
    leases: new Map(),
    invented,
    madeIds: new Set(),
    timeouts: triesUntilOpen,
    repeats: options.repeats ?? 2,
    flipTried: new Set(),
    // Our own sandbox in our own process is not kept from anything by being asked too soon.
    patienceMs: options.trusted ? 50 : 65_000,
    async close() {
      journal.close();
      await transport.close();
    },
  };
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
  credentials: (operation, { credentials }) => vendor.credentials(operation, credentials, config, tokens),
  headers: Object.entries(vendor.profile.headers).flatMap(([name, sources]) => {
    const found = resolve(sources, vendor.profile, { variables: config.variables, tokens });
    return found === undefined ? [] : [{ name, value: found.value, variable: found.variable ?? 'HEADER' }];
  }),
});

/** The addresses that a vendor's configuration names beside its base URL. */
const tokenUrls = ({ profile }: Vendor, config: Config): string[] =>
  [...variablesOf(profile)].flatMap(([name, kind]) => (kind === 'url' ? (config.variables[name] ?? []) : []));

function unreachable(vendor: string): never {
  throw new Error(`${vendor} is not a target of this run`);
}
