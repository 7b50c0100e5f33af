/** Before the cases: tokens, and whether the vendors are there and know what was configured. */
import { UserError } from '../contract/types.ts';
import type { Vendors } from '../profile/suite.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import type { Engine } from './engine.ts';
import { checkCreation } from './preflight/creation.ts';
import { checkRead, readableOperations } from './preflight/reading.ts';
import { requestToken, tokenCall, tokensNeeded } from './preflight/tokens.ts';
import { emptyResult, type CaseInfo, type CaseResult } from './result.ts';
import { runCase } from './run-case.ts';
import type { CaseContext } from './context.ts';

export interface Preflight {
  readonly cases: readonly CaseInfo[];
  readonly results: readonly CaseResult[];
  /** Vendors that cannot be verified, with the variable and the call: none of their cases is run. */
  readonly blocked: ReadonlyMap<string, string>;
  /** Removes what the preflight made. No case has to wait for it. */
  tidy(): Promise<readonly CaseResult[]>;
}

/** Calls the vendors of the run. Throws UserError where none of them can be verified: the variables and the calls are named. */
export const preflight = (engine: Engine): Promise<Preflight> => runAll(engine, checksFor(engine));

/** Requests the tokens that the vendors need, and does nothing else. */
export const requestTokens = (engine: Engine): Promise<Preflight> =>
  runAll(
    engine,
    checksFor(engine).filter(({ isToken }) => isToken),
  );

/** What the preflight will do, for the plan. */
export const preflightCases = (of: Planned): CaseInfo[] => infosOf(checksFor(of));

export type Planned = Pick<Engine, 'config' | 'operations'> & { readonly vendors: Vendors };

/** Notes why the run cannot go on: one line that names the variable and the call. */
export type Trouble = (because: string) => void;

interface PreflightCheck {
  readonly info: CaseInfo;
  readonly isToken?: true;
  readonly run: (ctx: CaseContext, trouble: Trouble) => Promise<void>;
  /** The operation that removes what it made. */
  readonly removedBy?: string;
}

/** A check with the name of its vendor. */
type VendorCheck = PreflightCheck & { readonly vendor: string };

const infosOf = (checks: readonly PreflightCheck[]): CaseInfo[] => [
  ...checks.map(({ info }) => info),
  ...checks.flatMap(({ info, removedBy }) => (removedBy === undefined ? [] : [removalOf(info, removedBy)])),
];

const removalOf = ({ id }: CaseInfo, removedBy: string): CaseInfo => ({
  id: `${id}-clean-up`,
  title: 'MUST delete the resources that the preflight created',
  operation: removedBy,
  clauses: [],
  calls: { [removedBy]: 1 },
  needs: [],
  preflight: true,
});

async function runAll(engine: Engine, all: readonly VendorCheck[]): Promise<Preflight> {
  const results: CaseResult[] = [];
  const blocked = new Map<string, string>();
  const removals: (() => Promise<CaseResult>)[] = [];
  const tidy = async () => {
    const done: CaseResult[] = [];
    for (const remove of removals) done.push(await remove());
    return done;
  };
  for (const check of all) {
    const { vendor, info, run, removedBy } = check;
    const before = blocked.get(vendor);
    if (before !== undefined) {
      results.push(...infosOf([check]).map((each) => ({ ...emptyResult(each), notRun: before })));
      continue;
    }
    const troubles: string[] = [];
    const made: Resource[] = [];
    const body = (ctx: CaseContext) => run(ctx, (because) => void troubles.push(because));
    // An operation that does not answer is called again by the cases, side by side: nothing waits for it here.
    const result = await runCase(engine, info, body, {
      repeats: 0,
      timeouts: 1,
      leave: (resource) => void made.push(resource),
    });
    if (removedBy !== undefined)
      removals.push(() =>
        runCase(engine, removalOf(info, removedBy), async ({ resources }) => made.forEach(resources.cleanUpLater), {
          repeats: 0,
        }),
      );
    const [because] = troubles;
    if (result.error !== undefined) {
      await tidy();
      throw new Error(result.error);
    }
    if (because !== undefined) blocked.set(vendor, because);
    results.push(because === undefined ? result : { ...result, notRun: because });
  }
  if (blocked.size > 0 && engine.config.targets.every(({ vendor }) => blocked.has(vendor))) {
    await tidy();
    throw new UserError([...blocked.values()].join('; '));
  }
  return { cases: infosOf(all), results, blocked, tidy };
}

const checksFor = (of: Planned): VendorCheck[] =>
  of.config.targets.flatMap(({ vendor, mayWrite }) =>
    checksOfVendor(of.vendors.named(vendor), mayWrite, of).map((check) => ({ ...check, vendor })),
  );

function checksOfVendor(vendor: Vendor, mayWrite: boolean, { config, operations }: Planned): PreflightCheck[] {
  const own = [...operations.values()].filter(({ contract }) => contract.vendor === vendor.id);
  const kind = vendor.kinds[0];
  const listedUnder = kind?.remove ?? kind?.create ?? own[0]?.id ?? vendor.id;
  const info = (id: string, title: string, operation: string, calls: Readonly<Record<string, number>>): CaseInfo => ({
    id: `${vendor.id}/${id}`,
    title,
    operation,
    clauses: [],
    calls,
    needs: [],
    preflight: true,
  });
  const tokens = tokensNeeded(vendor.profile, config).map(({ name, isValid }): PreflightCheck => ({
    info: info(
      name === 'main' ? 'preflight-token' : `preflight-${name}-token`,
      `MUST issue a token for the ${isValid ? 'configured' : name} credential`,
      listedUnder,
      { [tokenCall(vendor.id)]: 1 },
    ),
    isToken: true,
    run: (ctx, trouble) => requestToken(ctx, vendor, name, trouble),
  }));
  const create = operations.get(kind?.create ?? '');
  if (kind && mayWrite && (!create || vendor.missingCredential(create, 'valid', config) === undefined))
    return [
      ...tokens,
      {
        info: info(
          'preflight',
          'MUST accept the configured values',
          kind.create,
          vendor.costs[kind.kind]?.create ?? {},
        ),
        run: (ctx, trouble) => checkCreation(ctx, vendor, kind, trouble),
        ...(kind.remove !== undefined && { removedBy: kind.remove }),
      },
    ];
  const [read, other] = readableOperations(vendor, own, config);
  if (!read) return tokens;
  const run: PreflightCheck['run'] = (ctx, trouble) => checkRead(ctx, vendor, [read, other], trouble);
  return [
    ...tokens,
    { info: info('preflight', 'MUST accept the configured credential', read.id, { [read.id]: 1 }), run },
  ];
}
