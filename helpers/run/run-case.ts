/** Runs a case: its body once, and again where it deviates; then removes what it made. */
import { CutOff } from '../client/budget.ts';
import { RequestDenied } from '../client/guard.ts';
import { ancestorsOf } from '../profile/resources.ts';
import type { Resource } from '../profile/vendor.ts';
import { newAttempt, signatures, type Attempt } from './attempt.ts';
import type { Engine } from './engine.ts';
import { mergeAttempts, passingTrouble } from './merge-attempts.ts';
import type { CaseInfo, CaseResult } from './result.ts';
import { openContext } from './open-context.ts';
import type { CaseContext } from './context.ts';
import { removeResource } from './removal.ts';
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
  const removal = await removeResource(ctx, vendor, resource);
  const key = { origin: engine.client.endpoint(vendor.id).baseUrl, kind: resource.kind, id: resource.id };
  if ('proof' in removal) {
    // Where the answer to the removal itself said so, the journal has it already.
    if (engine.client.journal.gone(key, removal.proof)) engine.client.budget?.reserve(-1);
    return;
  }
  engine.client.journal.kept(key);
  state.notices.push(
    `left behind: ${resource.kind} ${engine.redactor.text(resource.id)} could not be removed (${removal.because}); npm run sweep tries again`,
  );
}
