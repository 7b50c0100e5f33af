/** One contract from one document: read, its overlay applied, of whatever version, with everything that is wrong with it. */
import path from 'node:path';
import { clauseSet, clauseSetFrom, packedClauses, type PackedClauses } from './clause-set.ts';
import { clausesOf } from './clauses.ts';
import { schemaClausesBy, type SchemaClauseIndex } from './clauses/by-component.ts';
import { schemaCompiler } from './compile/compiler.ts';
import { collectFindings, type Findings } from './document-finding.ts';
import { readOperations } from './operations.ts';
import { applyOverlay, type Overlay } from './overlay.ts';
import { isObject } from './pointer.ts';
import { bundle, placeOf } from './read/bundle.ts';
import { readFiles } from './read/file.ts';
import type { Dialect } from './read/keywords.ts';
import { schemaReader } from './read/schemas.ts';
import { walkDocument } from './read/structure.ts';
import { convertSwagger2, originOf, type Origins } from './read/swagger2.ts';
import { locationOf, readServers } from './servers.ts';
import { textSharer } from './shared-texts.ts';
import { text } from './text.ts';
import type { Locate, Reading } from './operation.ts';
import { UserError, type Contract, type JsonSchema, type Operation } from './types.ts';

/** A document and what it is called. */
export interface Source {
  readonly absolute: string;
  /** Its name in messages and reports. */
  readonly file: string;
  readonly vendor: string;
  readonly version: string;
  /** Collects the other files that the document refers to, by their path relative to its folder. */
  readonly others?: Set<string>;
}

/** An overlay and what it is called; `used` collects the actions that found their target. */
export interface OverlayUse {
  readonly overlay: Overlay;
  readonly file: string;
  readonly used: Set<number>;
}

/**
 * Reads a contract. Swagger 2.0 and OpenAPI 3.0 to 3.2 become one internal form; flaws are findings of the contract.
 * Throws UserError (one line: file, place, reason) where the file cannot be read or is no OpenAPI document at all.
 */
export async function readContract(source: Source, overlay: OverlayUse | undefined): Promise<Contract> {
  const findings = collectFindings();
  return createContract(source, await readDocument(source, overlay, findings), findings);
}

interface ReadDocument extends Reading {
  readonly document: JsonSchema;
}

async function readDocument(source: Source, use: OverlayUse | undefined, findings: Findings): Promise<ReadDocument> {
  const { file } = source;
  const files = await readFiles(source.absolute, file, findings);
  for (const name of files.files.keys())
    if (name !== files.path) source.others?.add(path.relative(path.dirname(files.path), name));
  const bundled = bundle(files, file);
  let published = bundled.document;
  if (use) {
    const applied = applyOverlay(published, use.overlay, use.file);
    for (const index of applied.used) use.used.add(index);
    published = applied.document;
  }
  const dialect = dialectOf(published, file);
  const converted =
    dialect === '2.0' ? convertSwagger2(published) : { document: published, origins: new Map<string, string>() };
  const { document, origins } = converted;
  walkDocument(document, bundled.unresolved, findings, schemaReader(document, dialect, bundled.unresolved, findings));
  return { document, hash: files.hash, rounded: files.rounded, origins };
}

/** Where the parts of a document stand as published. `file`: its name. */
function locator(file: string, origins: Origins): Locate {
  const folder = path.posix.dirname(file.split(path.sep).join('/'));
  return (pointer) => {
    const place = placeOf(originOf(origins, pointer));
    return `${place.file === undefined ? file : path.posix.join(folder, place.file)}#${place.pointer}`;
  };
}

/** The dialect that a document says it is written in. Throws UserError (one line, with `file`) where it is none that can be read. */
export function dialectOf(document: JsonSchema, file: string): Dialect {
  const { openapi, swagger } = document;
  const version = text(openapi ?? swagger);
  if (swagger !== undefined && openapi === undefined && /^2(?:\.0)?$/.test(version)) return '2.0';
  if (openapi !== undefined && version.startsWith('3.0')) return '3.0';
  if (openapi !== undefined && /^3(?:\.[1-9]|$)/.test(version)) return '3.1';
  throw new UserError(
    version === ''
      ? `${file}#/: is not an OpenAPI document: it has neither openapi nor swagger`
      : `${file}#/${openapi === undefined ? 'swagger' : 'openapi'}: version ${JSON.stringify(version.slice(0, 20))} cannot be read; Swagger 2.0 and OpenAPI 3.0 to 3.2 can`,
  );
}

function createContract(
  { vendor, version, file }: Source,
  { document, hash, rounded, origins }: ReadDocument,
  findings: Findings,
): Contract {
  const locate = locator(file, origins);
  const operations = new Map<string, Operation>();
  let clauses = clauseSet([]);
  const servers = readServers(document, '', findings, locationOf(file));
  const info = isObject(document['info']) ? document['info'] : {};
  let list: Contract['findings'] = [];
  let schemaClauses: Contract['schemaClauses'];
  const contract: Contract = {
    id: `${vendor}-${version}`,
    vendor,
    version,
    title: text(info['title']),
    file,
    basePath: servers[0]?.path ?? '',
    servers,
    document,
    get findings() {
      return list;
    },
    locate,
    operations,
    get clauses() {
      return clauses;
    },
    get schemaClauses() {
      return schemaClauses;
    },
    schemas: schemaCompiler(document, rounded),
    reading: { hash, rounded, origins },
  };
  for (const operation of readOperations(contract, findings)) operations.set(operation.id, operation);
  list = findings.list(locate);
  const made = clausesOf(contract, [...operations.values()]);
  clauses = clauseSet(made.clauses);
  schemaClauses = made.schemas;
  return contract;
}

/** A contract as plain data: what a structured clone keeps (`v8.serialize`). */
export interface PortableContract extends Omit<
  Contract,
  'locate' | 'schemas' | 'schemaClauses' | 'operations' | 'clauses'
> {
  readonly clauses: PackedClauses;
  readonly operations: readonly Omit<Operation, 'contract'>[];
  readonly index: SchemaClauseIndex | undefined;
}

/** The plain data of a contract, without what is made of it on demand. */
export function portableContract(contract: Contract): PortableContract {
  const { locate: _locate, schemas: _schemas, schemaClauses, operations, clauses, ...data } = contract;
  return {
    ...data,
    clauses: packedClauses(clauses),
    operations: [...operations.values()].map(({ contract: _contract, ...operation }) => operation),
    index: schemaClauses?.index,
  };
}

/** The contract that the data was made of; of the same content, and as independent of other contracts as one that was read. */
export function contractFrom({ index, operations, clauses, ...data }: PortableContract): Contract {
  const own = new Map<string, Operation>();
  const contract: Contract = {
    ...data,
    clauses: clauseSetFrom(clauses),
    operations: own,
    locate: locator(data.file, data.reading.origins),
    schemas: schemaCompiler(data.document, data.reading.rounded),
    schemaClauses: index && schemaClausesBy(textSharer()(index)),
  };
  for (const operation of operations) own.set(operation.id, { ...operation, contract });
  return contract;
}
