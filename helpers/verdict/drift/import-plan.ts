/** What an import writes, decided before anything is written. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Collected } from '../../contract/import/collect.ts';
import { methods, type ImportedDocument } from '../../contract/import/published.ts';
import { documentText, repinned, rewrite } from '../../contract/import/repin.ts';
import { writeSources, type Source } from '../../contract/import/source-md.ts';
import { isObject, join } from '../../contract/pointer.ts';
import type { Json, JsonSchema } from '../../contract/types.ts';
import { compareDocuments } from './compare.ts';
import type { Change } from './change.ts';
import { explain, readExplained, writeExplained, type Explained } from './explained.ts';
import {
  besidePinned,
  isRemoval,
  pinnedDocuments,
  type Comparison,
  type PinnedDocument,
  type ToOpenApi3,
} from './published.ts';

/** What becomes of one document. */
export interface PlannedDocument {
  readonly file: string;
  /** `kept`: prose is never written over a document that a person has made. */
  readonly what: 'new' | 'skeleton' | 'unchanged' | 'updated' | 'kept';
  readonly published: ImportedDocument;
  /** What the pinned document did not say as published, the gravest first. */
  readonly news: readonly Change[];
  /** Differences that stay, because they were there when the document was pinned, or are our own words. */
  readonly explained: readonly Change[];
}

export interface ImportPlan {
  /** Names in `specs/<vendor>/` with their new text, as far as it changes. */
  readonly writes: ReadonlyMap<string, string>;
  readonly documents: readonly PlannedDocument[];
  /** Pinned documents for which nothing was published. */
  readonly alone: readonly PinnedDocument[];
}

export interface ImportInput {
  readonly vendor: string;
  /** Files of `specs/<vendor>/` by name. */
  readonly files: ReadonlyMap<string, string>;
  readonly collected: Collected;
  /** `2026-11-26`. */
  readonly today: string;
  readonly toOpenApi3: ToOpenApi3;
  /** Whether operations that are published and not pinned are pinned too, or only noted as known. */
  readonly newOperations: 'pin' | 'note';
}

const lockName = 'explained.lock';
const sourceName = 'SOURCE.md';

/**
 * Plans an import. A published version without a document gets one; a pinned document takes over what changed and keeps
 * comments, order and wording of ours; prose only ever makes a skeleton. Throws UserError for files that cannot be read.
 */
export function planImport(input: ImportInput): ImportPlan {
  const { vendor, files, collected, toOpenApi3 } = input;
  const lock = readExplained(files.get(lockName), `specs/${vendor}/${lockName}`);
  const pinned = pinnedDocuments(vendor, files);
  const { compared, fresh, alone } = besidePinned(pinned, collected, lock, toOpenApi3);
  const writes = new Map<string, string>();
  const explained: Explained[] = lock.filter(({ file }) => !compared.some((each) => each.pinned.file === file));
  const documents: PlannedDocument[] = [];
  for (const comparison of compared) {
    const known = lock.some(({ file }) => file === comparison.pinned.file);
    const planned = update(comparison, known, input);
    documents.push(planned.document);
    writes.set(comparison.pinned.file, planned.text);
    explained.push(...planned.document.explained.map((change) => explain(comparison.pinned.file, change)));
  }
  for (const each of fresh) {
    const { file, text } = newDocument(each, input);
    writes.set(file, text);
    documents.push({ file, what: each.needsPerson ? 'skeleton' : 'new', published: each, news: [], explained: [] });
  }
  writes.set(sourceName, writeSources(files.get(sourceName), vendor, sourcesOf(documents, input)));
  if (explained.length > 0 || lock.length > 0) writes.set(lockName, writeExplained(explained));
  return { writes: new Map([...writes].filter(([name, text]) => files.get(name) !== text)), documents, alone };
}

/** Wording of a document that was never compared before is ours: it was rewritten. */
function update(
  comparison: Comparison,
  known: boolean,
  input: ImportInput,
): { document: PlannedDocument; text: string } {
  const { pinned, published, complete } = comparison;
  const { toOpenApi3, newOperations } = input;
  const isLeftOut = ({ rule }: Change) => rule === 'endpoint-added' && newOperations === 'note';
  const stays = (change: Change) => isLeftOut(change) || (!known && change.severity === 'editorial');
  const ours = [...comparison.known, ...comparison.news.filter(stays)];
  const news = comparison.news.filter((change) => !stays(change) || isLeftOut(change));
  const base = { file: pinned.file, published, news };
  if (published.needsPerson)
    return { document: { ...base, what: 'kept', explained: [...ours, ...news] }, text: pinned.text };
  if (news.every(isLeftOut)) return { document: { ...base, what: 'unchanged', explained: ours }, text: pinned.text };
  const raw = rawText(published, input);
  if (raw !== undefined && ours.length === 0)
    return { document: { ...base, what: 'updated', explained: [] }, text: raw };
  const reworded = new Set(
    news.filter(({ severity }) => severity === 'editorial').flatMap(({ before }) => before ?? []),
  );
  const left = ours.filter(({ rule }) => rule === 'endpoint-added').flatMap(({ after }) => after ?? []);
  const wanted = withoutOperations(published.document, left);
  const document = repinned({
    pinned: pinned.document,
    published: wanted,
    reworded,
    keepSecurity: !movesSecurity(news),
    complete,
  });
  // Whatever still differs was left as it is on purpose, and is known from now on.
  const explained = compareDocuments(toOpenApi3(document), toOpenApi3(published.document)).filter(
    (change) => complete || !isRemoval(change),
  );
  return { document: { ...base, what: 'updated', explained }, text: rewrite(pinned.text, document) };
}

/**
 * The pinned document with everything taken over that is published now, except wording and what is known to be left out:
 * what its clauses would be, if it were pinned.
 */
export function substanceOf({ pinned, published, known, news, complete }: Comparison): JsonSchema {
  const left = known.filter(({ rule }) => rule === 'endpoint-added').flatMap(({ after }) => after ?? []);
  const wanted = withoutOperations(published.document, left);
  return repinned({
    pinned: pinned.document,
    published: wanted,
    reworded: new Set(),
    keepSecurity: !movesSecurity(news),
    complete,
  });
}

const movesSecurity = (news: readonly Change[]): boolean =>
  news.some(({ places, severity }) => severity !== 'editorial' && places.some(({ group }) => group === 'security'));

/** A document without the operations at the given pointers. */
function withoutOperations(document: JsonSchema, pointers: readonly string[]): JsonSchema {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  const left = new Set(pointers);
  const kept = Object.entries(paths).map(([path, item]): [string, Json] => [
    path,
    isObject(item)
      ? Object.fromEntries(Object.entries(item).filter(([method]) => !left.has(join('/paths', path, method))))
      : item,
  ]);
  const empty = (item: Json) => isObject(item) && !methods.some((method) => method in item);
  return { ...document, paths: Object.fromEntries(kept.filter(([, item]) => left.size === 0 || !empty(item))) };
}

/** The text of a published file that is one document as a whole. */
function rawText({ parts: [only, ...others] }: ImportedDocument, { collected }: ImportInput): string | undefined {
  if (only?.kind !== 'document' || others.length > 0) return undefined;
  return collected.texts.find(({ name }) => name === only.from)?.text;
}

/** A file is pinned as published, to the byte; pages are put together. */
function newDocument(published: ImportedDocument, input: ImportInput): { file: string; text: string } {
  const raw = rawText(published, input);
  if (raw !== undefined)
    return { file: `${published.version}.openapi.${/^\s*\{/.test(raw) ? 'json' : 'yaml'}`, text: raw };
  const comment = published.needsPerson
    ? [
        'Skeleton generated from prose by npm run import: to be completed by hand. Corrections belong in overlay.yaml. See SOURCE.md.',
      ]
    : ['As published, put together by npm run import. Corrections belong in overlay.yaml. See SOURCE.md.'];
  return { file: `${published.version}.openapi.yaml`, text: documentText(published.document, comment) };
}

function sourcesOf(documents: readonly PlannedDocument[], { collected, today }: ImportInput): Source[] {
  const texts = new Map(collected.texts.map(({ name, text }) => [name, text]));
  return documents.flatMap(({ file, published }) =>
    [...new Set(published.parts.map(({ from }) => from))].map((page) => ({
      file,
      // The path on the machine of the person who imported it is not recorded.
      page: URL.canParse(page) ? page : path.basename(page),
      read: today,
      sha256: createHash('sha256')
        .update(texts.get(page) ?? '')
        .digest('hex'),
    })),
  );
}
