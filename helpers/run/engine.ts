/** What the cases of one process share. */
import { checks as allChecks } from '../checks/index.ts';
import type { Budget } from '../client/budget.ts';
import { triesUntilOpen } from '../client/circuit-breaker.ts';
import type { ProcessIdentity } from '../config/process.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import type { Check, Operation } from '../contract/types.ts';
import type { Config } from '../profile/config.ts';
import { operationsIn, type Suite, type Vendors } from '../profile/suite.ts';
import type { Resource } from '../profile/vendor.ts';
import { clauseLookup, type ClauseLookup } from './catalogue.ts';
import { openClient, type ClientParts } from './engine-client.ts';
import type { KnownIds } from './known-ids.ts';
import { factSource, type FactSource } from './resource-facts.ts';

/** What a process needs to run cases: what it owns does not change, `state` is of its run. */
export interface Engine {
  readonly config: Config;
  readonly suite: Suite;
  readonly vendors: Vendors;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Every clause of every contract, those about requests included. */
  readonly clause: ClauseLookup;
  readonly checks: readonly Check[];
  readonly redactor: Redactor;
  readonly client: ClientParts;
  /** What is known of the ids that requests name. */
  readonly facts: FactSource;
  readonly limits: EngineLimits;
  readonly state: RunState;
  close(): Promise<void>;
}

export interface EngineLimits {
  /** How often in a row a request may wait in vain for its answer (REQUEST_TIMEOUT) before its case goes on without it. */
  readonly timeouts: number;
  /** How often a deviating case is repeated. */
  readonly repeats: number;
  /** Longest wait beside one that a promise is about, in milliseconds. */
  readonly patienceMs: number;
}

/** What the cases of a process learn on the way. */
export interface RunState {
  /** Secrets that responses gave, by name. */
  readonly tokens: Map<string, string>;
  /** Ids that responses of this process listed. */
  readonly knownIds: KnownIds;
  /** Operations that have served a request without a fault in this process, by id. */
  readonly succeeded: Set<string>;
  /** Operations (by id) of which a body with optional properties was sent because one without was rejected, and how that ended. */
  readonly fullerBodies: Map<string, 'accepted' | 'rejected'>;
  /** Variables of fixtures that a vendor changed although it had to reject. */
  readonly damagedFixtures: Set<string>;
  /** Findings that were repeated already: once is enough to know k of n. */
  readonly repeatedFindings: Set<string>;
  /** Resources that the rejected cases of an operation share, by operation id. */
  readonly leases: Map<string, Resource>;
  /** Ids made up by the suite, in their canonical spelling: nothing can be lost by deleting them. */
  readonly inventedIds: Set<string>;
  /** Creations whose answer did not repeat the mark of the run: they are not sent again to prepare a case. */
  readonly unmarkedCreations: Set<string>;
  /** Operations (by id) of which a success may have left something that nobody removes. */
  readonly leavesBehind: Set<string>;
  /** Canonical ids of what this process made. */
  readonly madeIds: Set<string>;
  /** Documented responses whose answer was altered already to see which clauses can fail. */
  readonly alteredResponses: Set<string>;
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
  /** Folder that the processes of the run share. */
  readonly directory?: string;
  /** True where the vendor is the sandbox of this very process. */
  readonly trusted?: boolean;
  /** Longest wait beside one that a promise is about, in milliseconds; default: 65,000, a trusted vendor's 50. */
  readonly patienceMs?: number;
  /** The redactor to use and teach; default: one of its own that knows the configured secrets. */
  readonly redactor?: Redactor;
  /** The run that this process belongs to. */
  readonly run?: ProcessIdentity;
}

/** Opens an engine. Close it when done. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { config, suite, redactor = createRedactor(config.secrets) } = options;
  const state = openState(options.tokens);
  for (const [name, value] of state.tokens) redactor.add({ name, value });
  const client = await openClient(options, state.tokens, redactor);
  return {
    config,
    suite,
    vendors: suite.vendors,
    operations: operationsIn(suite),
    clause: clauseLookup(suite),
    checks: options.checks ?? allChecks,
    redactor,
    client,
    facts: factSource({ config, vendors: suite.vendors }, client.journal, state.inventedIds),
    limits: {
      timeouts: triesUntilOpen,
      repeats: options.repeats ?? 2,
      // Our own sandbox in our own process is not kept from anything by being asked too soon.
      patienceMs: options.patienceMs ?? (options.trusted ? 50 : 65_000),
    },
    state,
    async close() {
      client.journal.close();
      await client.transport.close();
    },
  };
}

const openState = (tokens: ReadonlyMap<string, string> = new Map()): RunState => ({
  tokens: new Map(tokens),
  knownIds: new Map(),
  succeeded: new Set(),
  fullerBodies: new Map(),
  damagedFixtures: new Set(),
  repeatedFindings: new Set(),
  leases: new Map(),
  inventedIds: new Set(),
  unmarkedCreations: new Set(),
  leavesBehind: new Set(),
  madeIds: new Set(),
  alteredResponses: new Set(),
});
