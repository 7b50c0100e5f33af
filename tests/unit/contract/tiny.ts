/** Documents of a few lines, written to a folder of their own and loaded as the suite loads the real ones. */
import { suiteOf, type Suite } from '../../../helpers/profile/suite.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contractsOf, loadContracts } from '../../../helpers/contract/load.ts';
import { schemaCompiler, type Compiler } from '../../../helpers/contract/compile/compiler.ts';
import { collectFindings } from '../../../helpers/contract/document-finding.ts';
import type { Dialect } from '../../../helpers/contract/read/keywords.ts';
import { schemaReader } from '../../../helpers/contract/read/schemas.ts';
import type { Contract, Json, JsonSchema, Operation } from '../../../helpers/contract/types.ts';
import { defaultPolicy, withPolicy, type Policy } from '../../../helpers/contract/policy.ts';

type Part = Readonly<Record<string, unknown>>;

export interface Tiny {
  readonly openapi?: string;
  /** Schemas under components. */
  readonly schemas?: Part;
  /** The one operation, `GET /things/{thingId}` unless `method` and `path` say otherwise. */
  readonly operation?: Part;
  readonly method?: string;
  readonly path?: string;
  /** Clauses of bodies by component rather than by response. */
  readonly byComponent?: true;
  /** Anything else at the top of the document. */
  readonly more?: Part;
}

/** An OpenAPI document with one operation that answers 200 with `#/components/schemas/Thing`. */
export function tiny({
  openapi = '3.0.3',
  schemas,
  operation,
  method = 'get',
  path: at,
  byComponent,
  more,
}: Tiny = {}): Part {
  const thingId = { name: 'thingId', in: 'path', required: true, schema: { type: 'string' } };
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } };
  return {
    openapi,
    info: { title: 'tiny', version: '1' },
    paths: {
      [at ?? '/things/{thingId}']: {
        [method]: {
          operationId: 'getThing',
          parameters: at === undefined ? [thingId] : [],
          responses: { '200': { description: 'a thing', content } },
          ...operation,
        },
      },
    },
    ...(!byComponent && { 'x-clauses': 'by-response' }),
    ...more,
    components: { schemas: { Thing: { type: 'object' }, ...schemas }, ...(more?.['components'] as Part | undefined) },
  };
}

/** Loads files (name inside the vendor's folder, and text or value) as the only vendor. */
export async function load(files: Readonly<Record<string, unknown>>, vendor = 'max-ai'): Promise<Contract[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'tiny-'));
  try {
    const folder = path.join(root, 'specs', vendor);
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return contractsOf(await loadContracts(path.join(root, 'specs')));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The suite of contracts without a profile. */
export const tinySuite = (contracts: readonly Contract[]): Suite =>
  suiteOf([{ vendor: contracts[0]?.vendor ?? '', contracts, errors: [] }], 'no-such-folder', []);

/** The contract of one tiny document. */
export async function tinyContract(parts?: Tiny): Promise<Contract> {
  const [contract] = await load({ 'v1.openapi.yaml': tiny(parts) });
  if (!contract) throw new Error('the tiny document gave no contract');
  return contract;
}

/** Of a vendor whose document names every status, and that rejects what is outside its schema. */
export const strict: Policy = { statuses: 'complete', strictInput: true };

/** Its one operation. */
export async function tinyOperation(parts?: Tiny, policy: Policy = defaultPolicy): Promise<Operation> {
  const [operation] = withPolicy(await tinyContract(parts), policy).operations.values();
  if (!operation) throw new Error('the tiny document has no operation');
  return operation;
}

/** Whether the schema `Thing` of a document takes a value. */
export async function takes(thing: unknown, value: Json, openapi = '3.0.3', others: Part = {}): Promise<boolean> {
  const contract = await tinyContract({ openapi, schemas: { Thing: thing, ...others } });
  return contract.schemas.accepts('/components/schemas/Thing', value);
}

/** An overlay with these actions. */
export const overlay = (...actions: readonly Part[]): Part => ({
  overlay: '1.0.0',
  info: { title: 'tiny', version: '1' },
  actions: actions.map((action) => ({
    description: 'a reason of some length',
    'x-page': 'https://docs.example/page',
    ...action,
  })),
});

/** A document of nothing but schemas (at the given top-level names), read as a document of a version, and what judges by them. */
export function compiled(content: object, dialect: Dialect = '3.0'): { document: JsonSchema; schemas: Compiler } {
  const document = structuredClone(content) as Record<string, unknown>;
  const reader = schemaReader(document as JsonSchema, dialect, new WeakMap(), collectFindings());
  for (const name of Object.keys(document)) reader.read(document, name, `/${name}`);
  reader.finish();
  return { document: document as JsonSchema, schemas: schemaCompiler(document as JsonSchema) };
}
