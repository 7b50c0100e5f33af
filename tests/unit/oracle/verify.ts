/** A document verified against a small HTTP server of the test: real requests, real answers, the whole suite in this process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { dropStacks, restoreStacks } from '../../../helpers/client/stacks.ts';
import { addCalls, totalCalls } from '../../../helpers/run/calls.ts';
import { readConfig } from '../../../helpers/profile/config.ts';
import { basePathsIn, loadSuite, operationsIn } from '../../../helpers/profile/suite.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { asConfigured } from '../../../helpers/run/as-configured.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { openEngine } from '../../../helpers/run/engine.ts';
import type { RunEvent } from '../../../helpers/run/events.ts';
import { preflight } from '../../../helpers/run/preflight.ts';
import { emptyResult, type CaseResult } from '../../../helpers/run/result.ts';
import { runCase } from '../../../helpers/run/run-case.ts';
import { targetsOf } from '../../../helpers/commands/conformance/announce.ts';
import { fold, planHash, type RunPlan } from '../../../helpers/verdict/fold.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { noWaivers } from '../../../helpers/verdict/waivers.ts';

/** A request as the server of a test sees it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** What it answers: a status, a body (text and bytes as they are, anything else as JSON), headers. */
export type Reply = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

export interface Given {
  readonly document: object;
  /** Text in the place of a reply goes to the socket as it is, and ends the connection. */
  readonly answer: (request: Seen) => Reply | string | Promise<Reply | string>;
  /** What `profile.yaml` has beside the base URL. */
  readonly profile?: object;
  readonly variables?: Readonly<Record<string, string>>;
  readonly allowWrites?: boolean;
  /** Runs only the cases whose id ends with one of these; all unless given. */
  readonly only?: readonly string[];
  /** What follows the origin in the base URL. */
  readonly prefix?: string;
}

export interface Verified {
  readonly report: Report;
  readonly results: readonly CaseResult[];
  /** Calls that were planned. */
  readonly planned: number;
  /** `GET /things`, in order. */
  readonly requests: readonly string[];
  /** Clauses that deviate: `MUST getThing/responses STATUS_UNDOCUMENTED`. */
  readonly deviations: readonly string[];
  /** The clause whose id ends so. Throws where there is none. */
  readonly clause: (end: string) => ClauseReport;
}

/** Runs every case of the document as `npm run conformance` does and folds them into a report. */
export async function verify(given: Given): Promise<Verified> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor');
    const text = Buffer.concat(await request.toArray()).toString();
    const method = request.method ?? '';
    requests.push(`${method} ${pathname}`);
    const seen = { method, path: pathname, query: searchParams, headers: request.headers, text, json: parsed(text) };
    const reply = await given.answer(seen);
    if (typeof reply === 'string') return void request.socket.end(reply);
    const [status, body, headers] = reply;
    const isText = typeof body === 'string';
    const type = body === undefined ? {} : { 'content-type': isText ? 'text/html' : 'application/json' };
    response.writeHead(status, { ...type, ...headers });
    response.end(body === undefined || isText || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = mkdtempSync(path.join(tmpdir(), 'verify-'));
  dropStacks();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${given.prefix ?? ''}`;
    const { report, results, planned } = await run(given, url, root);
    return {
      report,
      results,
      planned,
      requests,
      deviations: report.clauses.flatMap(({ id, findings }) =>
        findings.map(({ level, code }) => `${level} ${id.slice('api-1/'.length)} ${code}`),
      ),
      clause(end) {
        const found = report.clauses.find(({ id }) => id.endsWith(end));
        if (!found) throw new Error(`no clause ends in ${end}: ${report.clauses.map(({ id }) => id).join(' ')}`);
        return found;
      },
    };
  } finally {
    restoreStacks();
    server.close();
    server.closeAllConnections();
    rmSync(root, { recursive: true, force: true });
  }
}

async function run(
  { document, profile, variables, allowWrites = false, only = [''] }: Given,
  url: string,
  root: string,
): Promise<Pick<Verified, 'report' | 'results' | 'planned'>> {
  const folder = path.join(root, 'specs', 'api');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, '1.openapi.json'), JSON.stringify(document));
  writeFileSync(path.join(folder, 'profile.yaml'), stringify({ baseUrl: '$API_BASE_URL', ...profile }));
  const suite = await loadSuite(path.join(root, 'specs'), [], { API_BASE_URL: url });
  if (suite.problems.length > 0) throw new Error(suite.problems.map(({ message }) => message).join('\n'));
  const config = readConfig(
    { API_BASE_URL: url, ...variables },
    { profiles: suite.profiles, allowWrites, basePaths: basePathsIn(suite) },
  );
  const engine = await openEngine({
    config,
    suite,
    trusted: variables?.['MAX_BODY_BYTES'] === undefined,
    // The server of a test is ready when it says so, and what it does later it counts in requests.
    patienceMs: 1,
  });
  try {
    const declared = (await declaredCases(suite)).filter(({ info }) => only.some((end) => info.id.endsWith(end)));
    const cases = declared.map(({ info }) => asConfigured(info, suite, config));
    const before = await preflight(engine);
    const results = [...before.results];
    for (const [index, info] of cases.entries())
      results.push(
        info.notRun === undefined
          ? await runCase(engine, info, declared[index]?.run ?? (async () => undefined))
          : { ...emptyResult(info), notRun: info.notRun },
      );
    results.push(...(await before.tidy()));
    const plan: RunPlan = {
      contracts: suite.contracts,
      catalogue: catalogue(suite),
      cases: [...before.cases, ...cases],
      targets: targetsOf(config, suite),
      waivers: noWaivers,
    };
    const at = new Date().toISOString();
    const events: RunEvent[] = [
      { kind: 'run-started', at, plan: planHash(plan) },
      ...results.map((result) => ({ kind: 'case-finished' as const, result })),
      { kind: 'run-ended', at },
    ];
    if (operationsIn(suite).size === 0) throw new Error('the document has no operation');
    const planned = totalCalls(addCalls(plan.cases.map(({ calls }) => calls)));
    return { report: fold(plan, events), results, planned };
  } finally {
    await engine.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document of these paths; `more` stands at its top. */
export const documentOf = (paths: object, more: object = {}): object => ({
  openapi: '3.0.3',
  info: { title: 'API', version: '1' },
  paths,
  ...more,
});

/** Responses by status: a schema of its JSON, or none. */
export const responses = (of: Readonly<Record<string, object | undefined>>): object =>
  Object.fromEntries(
    Object.entries(of).map(([status, schema]) => [
      status,
      { description: status, ...(schema && { content: { 'application/json': { schema } } }) },
    ]),
  );
