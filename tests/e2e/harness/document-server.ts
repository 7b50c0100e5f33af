/**
 * A server made from a document: it answers each operation with its first documented success and a body that the schema accepts,
 * and rejects what the document does not allow. For measuring; by hand: `npx tsx tests/e2e/harness/document-server.ts FILE [PORT]` prints where it is, and ends with its input.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { generate } from '../../../helpers/cases/generate/generate.ts';
import { validPlan } from '../../../helpers/cases/plan.ts';
import { matches } from '../../../helpers/cases/valid.ts';
import { readContract } from '../../../helpers/contract/contract.ts';
import type { Contract, Json, MediaType, Operation, ResponseSpec } from '../../../helpers/contract/types.ts';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts it on a loopback port; 0: a free one. */
export async function startDocumentServer(file: string, port = 0) {
  const contract = await readContract(
    { absolute: file, file: path.basename(file), vendor: 'mock', version: '1' },
    undefined,
  );
  const answers = new Map<string, Answer>();
  const ids = new Set<string>();
  const routes = routesOf([...contract.operations.values()]);
  for (const operation of contract.operations.values())
    for (const value of Object.values(exampleOf(operation).path)) ids.add(decodeURIComponent(value));
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const bytes = Buffer.concat(await request.toArray());
    const { status, body, headers = {} } = answerTo(request, bytes, { contract, answers, ids, routes });
    response.writeHead(status, {
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    close: () => server.close(),
  };
}

interface State {
  readonly contract: Contract;
  /** Successes by operation id, made once. */
  readonly answers: Map<string, Answer>;
  /** Ids that exist: those of the document's examples, and all that an answer held. */
  readonly ids: Set<string>;
  readonly routes: (segments: readonly string[]) => readonly Operation[];
}

function answerTo(request: IncomingMessage, bytes: Buffer, state: State): Answer {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock');
  const segments = pathname.split('/');
  const found = state.routes(segments);
  const wanted = request.method === 'HEAD' ? 'GET' : request.method;
  const operation = found.find(({ method }) => method === wanted);
  if (found.length === 0) return rejection(404);
  if (!operation) return { ...rejection(405), headers: { allow: found.map(({ method }) => method).join(', ') } };
  const template = operation.path.split('/');
  const values = segments.filter((_, index) => template[index]?.includes('{')).map(decoded);
  if (values.some((value) => value === undefined || !state.ids.has(value))) return rejection(404);
  for (const { name, place, required, schemaPointer } of operation.parameters) {
    if (place !== 'query') continue;
    const value = searchParams.get(name);
    if (value === null ? required : schemaPointer !== undefined && !isRead(state.contract, schemaPointer, value))
      return rejection(statusOf(operation, 422, 400));
  }
  if (!isAcceptable(operation, request.headers['content-type'] ?? '', bytes, state.contract))
    return rejection(statusOf(operation, 422, 400, 415));
  const known = state.answers.get(operation.id) ?? successOf(operation, state);
  state.answers.set(operation.id, known);
  return known;
}

const rejection = (status: number): Answer => ({
  status,
  body: JSON.stringify({ message: `rejected with ${status}` }),
});

const statusOf = ({ responses }: Operation, ...statuses: readonly number[]): number =>
  statuses.find((status) => responses.has(String(status))) ?? statuses[0] ?? 400;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether a text is, or reads as, a value that a schema accepts. */
function isRead({ schemas }: Contract, pointer: string, text: string): boolean {
  const forms: unknown[] = [text, text.split(',')];
  try {
    forms.push(JSON.parse(text));
  } catch {
    // It is text.
  }
  return forms.some((form) => schemas.accepts(pointer, form, { direction: 'request' }));
}

function isAcceptable({ body }: Operation, type: string, bytes: Buffer, { schemas }: Contract): boolean {
  if (!body) return true;
  if (bytes.length === 0) return !body.required;
  const media = body.content.find((each) => type.startsWith(each.type)) ?? body.content[0];
  if (media?.schemaPointer === undefined || !media.type.endsWith('json')) return true;
  try {
    return schemas.accepts(media.schemaPointer, JSON.parse(bytes.toString()), { direction: 'request' });
  } catch {
    return false;
  }
}

const exampleOf = (operation: Operation) =>
  validPlan(operation, { parameter: () => undefined, body: () => ({ kind: 'none' }) });

function successOf(operation: Operation, { contract, ids }: State): Answer {
  const response = [...operation.responses.values()].find(({ key }) => key.startsWith('2'));
  if (!response) return { status: 204 };
  const status = Number(response.key.replaceAll('X', '0'));
  const media = jsonOf(response);
  if (media?.schemaPointer === undefined) return status === 204 ? { status } : { status, body: '{}' };
  const body = valueOf(contract, media.schemaPointer);
  collect(body, ids);
  return { status, body: JSON.stringify(body) };
}

const jsonOf = ({ content }: ResponseSpec): MediaType | undefined => content.find(({ type }) => type.endsWith('json'));

/** A value that a schema accepts in an answer; the last one that could be made where the validator accepts none. */
function valueOf({ document, schemas }: Contract, pointer: string): Json {
  let last: Json = {};
  for (const branch of [0, 1, 2])
    for (const optional of [true, false])
      try {
        const accepts = (at: string, value: Json) => schemas.accepts(at, value);
        last = generate(document, pointer, { examples: false, optional, branch, name: '', matches, accepts });
        if (schemas.accepts(pointer, last)) return last;
      } catch {
        // The next way may do.
      }
  return last;
}

function collect(value: Json, ids: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') ids.add(String(value));
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collect(each as Json, ids);
}

/** The operations of a path, found step by step: literal segments before templates. */
function routesOf(operations: readonly Operation[]): State['routes'] {
  interface Node {
    readonly literal: Map<string, Node>;
    readonly templates: Map<string, { readonly fits: RegExp; readonly node: Node }>;
    readonly operations: Operation[];
  }
  const node = (): Node => ({ literal: new Map(), templates: new Map(), operations: [] });
  const root = node();
  for (const operation of operations) {
    let here = root;
    for (const segment of operation.path.split('/')) {
      const next = here.literal.get(segment) ?? here.templates.get(segment)?.node ?? node();
      if (segment.includes('{')) here.templates.set(segment, { fits: fitting(segment), node: next });
      else here.literal.set(segment, next);
      here = next;
    }
    here.operations.push(operation);
  }
  const find = (here: Node, [segment, ...rest]: readonly string[]): readonly Operation[] => {
    if (segment === undefined) return here.operations;
    const fitting = [...here.templates.values()].filter(({ fits }) => fits.test(segment)).map((each) => each.node);
    for (const next of [...(here.literal.has(segment) ? [here.literal.get(segment) as Node] : []), ...fitting]) {
      const found = find(next, rest);
      if (found.length > 0) return found;
    }
    return [];
  };
  return (segments) => find(root, segments);
}

const fitting = (segment: string): RegExp =>
  new RegExp(`^${segment.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{[^}]*\}/g, '.+')}$`);

const [, self = '', file, port] = process.argv;
if (file !== undefined && import.meta.url === pathToFileURL(self).href) {
  const { url } = await startDocumentServer(path.resolve(file), Number(port ?? 0));
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
}
