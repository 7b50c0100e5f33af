/** Runs a case: its body once, and again where it deviates; then removes what it made. */
import { CutOff } from '../client/budget.ts';
import { RequestDenied } from '../client/guard.ts';
import type { Exchange } from '../contract/types.ts';
import { ancestorsOf } from '../profile/resources.ts';
import type { Resource, Vendor } from '../profile/vendor.ts';
import { newAttempt, signatures, type Attempt } from './attempt.ts';
import type { Engine } from './engine.ts';
import { mergeAttempts, passingTrouble } from './merge-attempts.ts';
import type { CaseInfo, CaseResult } from './result.ts';
import { openContext } from './open-context.ts';
import type { CaseContext } from './context.ts';
import { NotRun, Stop } from './stop.ts';
import { resourceVendor } from './resource-vendor.ts';

export interface CaseOptions {
  /** How often a deviating case is repeated to say k of n; the engine's number unless given. */
  readonly repeats?: number;
  /** How often in a row a request may wait in vain for its answer; the engine's number unless given. */
  readonly timeouts?: number;
  /** Takes what the case made, instead of having it removed at the end. */
  readonly leave?: (resource: Resource) => void;
}

/** Runs a case once, and where it deviates in a way that was not repeated yet, again, to say k of n. */
export async function runCase(
  engine: Engine,
  info: CaseInfo,
  body: (ctx: CaseContext) => Promise<void>,
  options: CaseOptions = {},
): Promise<CaseResult> {
  const started = performance.now();
  const first = await attempt(engine, info, body, options);
  const fresh = signatures(first).filter((each) => !engine.state.repeatedFindings.has(each));
  const attempts = [first];
  if (fresh.length > 0 && first.error === undefined && first.notRun === undefined && !first.damaged) {
    for (const each of fresh) engine.state.repeatedFindings.add(each);
    for (let again = 0; again < (options.repeats ?? engine.limits.repeats); again += 1)
      attempts.push(await attempt(engine, info, body, options));
    // Trouble that passed says nothing about the next time.
    for (const each of passingTrouble(attempts).keys()) engine.state.repeatedFindings.delete(each);
  }
  return mergeAttempts(info, attempts, Math.round(performance.now() - started));
}

async function attempt(
  engine: Engine,
  info: CaseInfo,
  body: (ctx: CaseContext) => Promise<void>,
  { leave, timeouts }: CaseOptions,
): Promise<Attempt> {
  const state = newAttempt((kind, id) => resourceVendor(engine, kind).canonicalId(id));
  const ctx = openContext(engine, info, state, timeouts ?? engine.limits.timeouts);
  try {
    await engine.client.transport.renew();
    await body(ctx);
  } catch (error) {
    noteEnd(error, state, info, engine);
  }
  for (const resource of inOrderOfRemoval(state.kept.all, engine)) {
    try {
      if (leave) leave(resource);
      else await cleanUp(ctx, engine, resource, state);
    } catch (error) {
      noteEnd(error, state, info, engine);
    }
  }
  return state;
}

/** What is part of another is removed before it, whenever the case took it over; else what was made last. */
function inOrderOfRemoval(resources: readonly Resource[], { vendors }: Pick<Engine, 'vendors'>): readonly Resource[] {
  const depthOf = (name: string): number => {
    const kinds = vendors.all.find(({ costs }) => name in costs)?.kinds ?? [];
    const kind = kinds.find((each) => each.kind === name);
    return kind ? ancestorsOf(kind, kinds).length : 0;
  };
  return resources.toReversed().toSorted((a, b) => depthOf(b.kind) - depthOf(a.kind));
}

/** What an error means for the case that it ended. */
function noteEnd(error: unknown, state: Attempt, info: CaseInfo, engine: Engine): void {
  if (error instanceof NotRun || error instanceof CutOff) state.notRun = error.message;
  else if (error instanceof RequestDenied && error.denial.kind === 'not-run') state.notRun = error.message;
  else if (error instanceof Stop)
    for (const clause of info.clauses)
      state.outcomes.push({ kind: 'inconclusive', clause, cause: error.why, because: error.message });
  else
    state.error = engine.redactor.text(
      error instanceof Error ? (`${error.name}: ${error.message}`.split('\n')[0]?.slice(0, 300) ?? '') : String(error),
    );
}

async function cleanUp(ctx: CaseContext, engine: Engine, resource: Resource, state: Attempt): Promise<void> {
  const vendor = resourceVendor(engine, resource.kind);
  const because = await whyLeft(
    () => vendor.remove(resource, ctx),
    () => isGoneSoon(ctx, vendor, resource),
  );
  const key = { origin: engine.client.endpoint(vendor.id).baseUrl, kind: resource.kind, id: resource.id };
  if (because === undefined) {
    // Where the answer to the removal itself said so, the journal has it already.
    if (engine.client.journal.gone(key, 'was not found after 202')) engine.client.budget?.reserve(-1);
    return;
  }
  engine.client.journal.kept(key);
  state.notices.push(
    `left behind: ${resource.kind} ${engine.redactor.text(resource.id)} could not be removed (${because}); npm run sweep tries again`,
  );
}

/** How often, and how many milliseconds apart, a removal that was only accepted (202) is looked for. */
const polls = { times: 20, apart: 500 };

/** Whether a resource whose removal was accepted is found no more within ten seconds (RFC 9110, 15.3.3). */
async function isGoneSoon(ctx: CaseContext, vendor: Vendor, resource: Resource): Promise<boolean> {
  const operation = vendor.existsOperation(resource.kind);
  for (let time = 0; operation !== undefined && time < polls.times; time += 1) {
    await ctx.pause(polls.apart);
    const found = await ctx.call(operation, (valid) => valid, { resource, purpose: 'cleanup', tolerant: true });
    if (found.kind === 'answered' && [404, 410].includes(found.answer.status)) return true;
  }
  return false;
}

async function whyLeft(
  remove: () => Promise<Exchange>,
  isGoneLater: () => Promise<boolean>,
): Promise<string | undefined> {
  try {
    const exchange = await remove();
    if (exchange.kind === 'unanswered') return exchange.because;
    const { status } = exchange.answer;
    if (status === 202) return (await isGoneLater()) ? undefined : '202, and not known to be gone after 10 s';
    return [200, 204, 404, 410].includes(status) ? undefined : String(status);
  } catch (error) {
    if (error instanceof CutOff || error instanceof NotRun) return error.message;
    throw error;
  }
}
