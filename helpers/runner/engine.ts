/** Everything that the cases of one process share: contracts, wire, journal, what was learnt on the way. */
import { checks as allChecks } from '../checks/index.ts';
import { families as allFamilies } from '../cases/index.ts';
import type { Family } from '../cases/types.ts';
import type { Config } from '../config/config.ts';
import { createRedactor, type Redactor } from '../config/redactor.ts';
import type { Check, Clause, Contract, Operation } from '../contract/types.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { vendorOf } from '../vendors/index.ts';
import type { Subject } from '../vendors/types.ts';
import { catalogue } from './catalogue.ts';
import { openWire, type Wire, type WireOptions } from '../wire/send.ts';

/** Attempts after which an operation that never answers is left alone. */
export const triesUntilSilent = 3;

export interface Engine {
  readonly config: Config;
  readonly contracts: readonly Contract[];
  readonly operations: ReadonlyMap<string, Operation>;
  /** Every clause of every contract, those about requests included. */
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly checks: readonly Check[];
  readonly families: readonly Family[];
  readonly redactor: Redactor;
  readonly wire: Wire;
  readonly journal: Journal;
  readonly tokens: Map<string, string>;
  /** Consecutive calls of an operation that got no answer. */
  readonly silence: Map<string, number>;
  /** Findings that were asked again already: once is enough to know k of n. */
  readonly asked: Set<string>;
  /** Resources that the refused cases of an operation share. */
  readonly leases: Map<string, Subject>;
  /** Ids made up by the suite: nothing can be lost by deleting them. */
  readonly invented: Set<string>;
  /** How often a deviating case is asked again. */
  readonly repeats: number;
  /** Documented responses whose answer was altered already to see which clauses can fail; none where nobody asks. */
  readonly flipTried: Set<string>;
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly config: Config;
  readonly contracts: readonly Contract[];
  readonly tokens?: ReadonlyMap<string, string>;
  /** Folder of the journal; none where the vendors are embedded. */
  readonly journal?: string;
  readonly checks?: readonly Check[];
  readonly families?: readonly Family[];
  readonly repeats?: number;
  /** Budget and rate: awaited before every call, throws where it is not allowed. */
  readonly permit?: WireOptions['permit'];
}

/** Opens an engine. Close it when done. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { config, contracts } = options;
  const tokens = new Map(options.tokens);
  const redactor = createRedactor([...config.secrets, ...[...tokens].map(([name, value]) => ({ name, value }))]);
  const endpoints = new Map(
    config.targets.map(({ vendor }) => [vendor as string, vendorOf(vendor).endpoint(config, tokens)]),
  );
  const wire = await openWire({
    timeoutMs: config.values.REQUEST_TIMEOUT,
    maxBodyBytes: config.values.MAX_BODY_BYTES,
    redactor,
    endpoint: (vendor) => endpoints.get(vendor) ?? unreachable(vendor),
    permit: options.permit ?? (() => Promise.resolve()),
  });
  const journal = openJournal(options.journal);
  return {
    config,
    contracts,
    operations: new Map(contracts.flatMap((contract) => [...contract.operations])),
    clauses: catalogue(contracts, options.families),
    checks: options.checks ?? allChecks,
    families: options.families ?? allFamilies,
    redactor,
    wire,
    journal,
    tokens,
    silence: new Map(),
    asked: new Set(),
    leases: new Map(),
    invented: new Set(),
    repeats: options.repeats ?? 2,
    flipTried: new Set(),
    async close() {
      journal.close();
      await wire.close();
    },
  };
}

function unreachable(vendor: string): never {
  throw new Error(`${vendor} is not a target of this run`);
}
