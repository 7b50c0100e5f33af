/** Before the cases: tokens, and whether the vendor is there and knows what was configured. */
import type { Config, VariableName } from '../config/config.ts';
import { UserError } from '../contract/types.ts';
import {
  firstDocument,
  giveBytes,
  invoxMedical,
  operations as invox,
  tokenCall,
  tokenIn,
  uploadCall,
} from '../plugins/invox-medical.ts';
import { operations as max } from '../plugins/max-ai.ts';
import { aJpeg, maxAiSteps } from '../plugins/max-ai.steps.ts';
import type { Engine } from './engine.ts';
import type { CaseInfo, CaseResult } from './result.ts';
import type { Subject } from '../profile/vendor.ts';
import { runCase } from './run-case.ts';
import type { CaseContext } from './context.ts';

export interface Preflight {
  readonly cases: readonly CaseInfo[];
  readonly results: readonly CaseResult[];
  /** Removes what the preflight made. No case has to wait for it. */
  tidy(): Promise<readonly CaseResult[]>;
}

/** Asks the vendors of the run. Throws UserError where the run could prove nothing: the variable and the call are named. */
export const preflight = (engine: Engine): Promise<Preflight> => askAll(engine, questions(engine.config));

/** Has the tokens given that the vendors need, and nothing else. */
export const askTokens = (engine: Engine): Promise<Preflight> =>
  askAll(
    engine,
    questions(engine.config).filter(({ info }) => tokenCall in info.calls),
  );

/** What the preflight will ask, for the plan. */
export const preflightCases = (config: Config): CaseInfo[] => infosOf(questions(config));

interface Question {
  readonly info: CaseInfo;
  /** Asks the vendor; notes in `trouble` why the run cannot go on. */
  readonly run: (ctx: CaseContext, trouble: string[]) => Promise<void>;
  /** The operation that removes what it made. */
  readonly removedBy?: string;
}

const infosOf = (asked: readonly Question[]): CaseInfo[] => [
  ...asked.map(({ info }) => info),
  ...asked.flatMap(({ info, removedBy }) => (removedBy === undefined ? [] : [removalOf(info, removedBy)])),
];

const removalOf = ({ id }: CaseInfo, removedBy: string): CaseInfo => ({
  id: `${id}-clean-up`,
  title: 'MUST delete what the preflight made',
  operation: removedBy,
  clauses: [],
  calls: { [removedBy]: 1 },
  needs: [],
});

async function askAll(engine: Engine, asked: readonly Question[]): Promise<Preflight> {
  const results: CaseResult[] = [];
  const removals: (() => Promise<CaseResult>)[] = [];
  const tidy = async () => {
    const done: CaseResult[] = [];
    for (const remove of removals) done.push(await remove());
    return done;
  };
  // An operation that does not answer is asked again by the cases, side by side: nobody has to wait for it here.
  const impatient = { repeats: 0, timeouts: 1 };
  for (const { info, run, removedBy } of asked) {
    const trouble: string[] = [];
    const made: Subject[] = [];
    const body = (ctx: CaseContext) => run(ctx, trouble);
    const result = await runCase(engine, info, body, { ...impatient, leave: (subject) => made.push(subject) });
    if (removedBy !== undefined)
      removals.push(() =>
        runCase(engine, removalOf(info, removedBy), async (ctx) => made.forEach(ctx.resources.cleanUpLater), {
          repeats: 0,
        }),
      );
    if (trouble[0] !== undefined || result.error !== undefined) {
      await tidy();
      throw trouble[0] === undefined ? new Error(result.error) : new UserError(trouble[0]);
    }
    results.push(result);
  }
  return { cases: infosOf(asked), results, tidy };
}

function questions(config: Config): Question[] {
  const target = (vendor: string) => config.targets.find((each) => each.vendor === vendor);
  const { values } = config;
  const cases: Question[] = [];
  const add = (
    id: string,
    title: string,
    operation: string,
    calls: Record<string, number>,
    run: Question['run'],
    removedBy?: string,
  ) =>
    cases.push({ info: { id, title, operation, clauses: [], calls, needs: [] }, run, ...(removedBy && { removedBy }) });
  if (target('invox-medical')) {
    if (values.INVOX_ACCESS_TOKEN === undefined)
      add(
        'invox-medical/preflight-token',
        'MUST give a token for the configured credential',
        invox.remove,
        { [tokenCall]: 1 },
        (ctx, trouble) => token(ctx, trouble, 'INVOX_ACCESS_TOKEN', 'INVOX_APP_ID', 'INVOX_API_KEY'),
      );
    if (invoxMedical.missingCredential('restricted', config) === undefined)
      add(
        'invox-medical/preflight-restricted-token',
        'MUST give a token for the restricted credential',
        invox.remove,
        { [tokenCall]: 1 },
        (ctx, trouble) =>
          token(ctx, trouble, 'INVOX_RESTRICTED_ACCESS_TOKEN', 'INVOX_RESTRICTED_APP_ID', 'INVOX_RESTRICTED_API_KEY'),
      );
    if (target('invox-medical')?.mayWrite === true)
      add(
        'invox-medical/preflight',
        'MUST know the configured application',
        invox.remove,
        { [invox.generate]: 1, [uploadCall]: 1 },
        document,
        invox.remove,
      );
  }
  if (target('max-ai')?.mayWrite === true)
    add('max-ai/preflight', 'MUST know the configured note', max.upload, { [max.upload]: 1 }, image, max.remove);
  else if (target('max-ai'))
    add('max-ai/preflight', 'MUST know the configured key', max.url, { [max.url]: 1 }, unknownImage);
  return cases;
}

async function token(
  ctx: CaseContext,
  trouble: string[],
  name: string,
  app: VariableName,
  key: VariableName,
): Promise<void> {
  const url = ctx.run.config.values.INVOX_TOKEN_URL ?? '';
  const basic = Buffer.from(
    `${ctx.requireVariable(app as 'INVOX_APP_ID')}:${ctx.requireVariable(key as 'INVOX_API_KEY')}`,
  ).toString('base64');
  const reply = await ctx.fetch(
    url,
    { method: 'POST', headers: { authorization: `Basic ${basic}`, accept: 'application/json' } },
    tokenCall,
  );
  if (reply.kind === 'unanswered') return void trouble.push(`INVOX_TOKEN_URL: no token could be had: ${reply.because}`);
  const { status } = reply.answer;
  if (status === 401 || status === 403 || status === 400)
    return void trouble.push(
      `${app}, ${key}: the token service answered ${status} (POST INVOX_TOKEN_URL): it does not know this credential`,
    );
  const value = tokenIn(reply.answer);
  if (value === undefined)
    return void trouble.push(
      `INVOX_TOKEN_URL: the token service answered ${status} without accessToken or access_token`,
    );
  ctx.run.registerSecret(name, value);
}

/** By status of a valid request: which variable is wrong. Anything else is for the cases to judge. */
async function image(ctx: CaseContext, trouble: string[]): Promise<void> {
  const exchange = await ctx.call(max.upload, (valid) => valid, { purpose: 'set-up' });
  if (exchange.kind === 'unanswered') return unreachable(ctx, trouble, max.url, 'MAX_AI_BASE_URL', exchange.because);
  const call = 'POST /v3/notes/{noteId}/images';
  const wrong: Readonly<Record<number, string>> = {
    400: `MAX_AI_PROVIDER_ID, MAX_AI_NOTE_ID or MAX_AI_UPLOAD_FIELD: ${call} answered 400: the vendor finds one of them invalid`,
    401: `MAX_AI_API_KEY: ${call} answered 401: the vendor does not know this key`,
    403: `MAX_AI_API_KEY: ${call} answered 403: the key has no scope for note images, or not for MAX_AI_ORGANIZATION_ID`,
    404: `MAX_AI_NOTE_ID: ${call} answered 404: the vendor does not know this note (or not for MAX_AI_ORGANIZATION_ID and MAX_AI_PROVIDER_ID)`,
    409: `MAX_AI_NOTE_ID: ${call} answered 409: this note is signed; the suite needs one that can be edited`,
  };
  const reason = wrong[exchange.answer.status];
  if (reason === undefined) return;
  // A vendor that takes no PNG is a finding, not a mistake of the configuration.
  const jpeg = () => maxAiSteps(ctx).offer(aJpeg());
  const other =
    exchange.answer.status === 400
      ? await ctx.recordUnplannedCalls('asked with a JPEG: the PNG was refused', jpeg)
      : exchange;
  if (other.kind === 'unanswered' || other.answer.status >= 400) trouble.push(reason);
}

async function unknownImage(ctx: CaseContext, trouble: string[]): Promise<void> {
  const exchange = await ctx.call(
    max.url,
    (valid) => ({ ...valid, path: { ...valid.path, imageId: unknownImageId(ctx) } }),
    { purpose: 'set-up' },
  );
  if (exchange.kind === 'unanswered') trouble.push(`MAX_AI_BASE_URL: ${exchange.because}`);
  else if (exchange.answer.status === 401)
    trouble.push(
      'MAX_AI_API_KEY: GET /v2/notes/{noteId}/images/{imageId}/url answered 401: the vendor does not know this key',
    );
}

async function document(ctx: CaseContext, trouble: string[]): Promise<void> {
  const exchange = await ctx.call(invox.generate, (valid) => valid, { purpose: 'set-up' });
  if (exchange.kind === 'unanswered')
    return unreachable(ctx, trouble, invox.remove, 'INVOX_BASE_URL', exchange.because);
  const { status } = exchange.answer;
  // Without its bytes a document may not be there to be deleted.
  const subject = firstDocument(exchange);
  if (subject) await giveBytes(subject, ctx);
  const credential =
    ctx.run.config.values.INVOX_ACCESS_TOKEN === undefined ? 'INVOX_APP_ID, INVOX_API_KEY' : 'INVOX_ACCESS_TOKEN';
  if (status === 401 || status === 403)
    trouble.push(
      `${credential}: POST /v1/generate-signed-urls-for-documents answered ${status}: the vendor does not accept this credential for documents`,
    );
  if (status === 404)
    trouble.push(
      'INVOX_BASE_URL: POST /v1/generate-signed-urls-for-documents answered 404: this is not the base URL of the API',
    );
}

const unknownImageId = (ctx: CaseContext): string => ctx.resources.unknownId('imageId', max.url, '').id;

/** One silent operation may be that operation's fault; where another is silent too, nothing is there. */
async function unreachable(
  ctx: CaseContext,
  trouble: string[],
  other: string,
  variable: VariableName,
  because: string,
): Promise<void> {
  const second = await ctx.call(
    other,
    (valid) => (other === max.url ? { ...valid, path: { ...valid.path, imageId: unknownImageId(ctx) } } : valid),
    { purpose: 'set-up' },
  );
  if (second.kind === 'unanswered') trouble.push(`${variable}: no call was answered: ${because}`);
}
