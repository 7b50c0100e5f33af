/** Groups what was found by API version, and names each version as its file in `specs/<vendor>/` is named. */
import { at, isObject } from '../pointer.ts';
import type { JsonSchema } from '../types.ts';
import { mergeParts } from './merge.ts';
import type { FoundPart, ImportedDocument } from './published.ts';
import { groupBy } from '../group-by.ts';

/** One document for each API version, in the order in which the versions were found. */
export function importParts(parts: readonly FoundPart[]): ImportedDocument[] {
  const names = new Map<string, number>();
  return [...groupBy(parts, keyOf).values()].map((group) => {
    const { document, conflicts } = mergeParts(group);
    const name = versionName(group[0]);
    const used = names.get(name) ?? 0;
    names.set(name, used + 1);
    return {
      version: used === 0 ? name : `${name}-${used + 1}`,
      document,
      parts: group,
      conflicts,
      needsPerson: group.some(({ kind }) => kind === 'prose'),
    };
  });
}

/** Parts belong to one document where title, version, first server and file are the same. */
function keyOf({ document, file, kind }: FoundPart): string {
  const info = isObject(document['info']) ? document['info'] : {};
  const server = at(document, '/servers/0/url') ?? document['basePath'] ?? null;
  // Pages of prose have titles of their own: the version is all that they share.
  return JSON.stringify([kind === 'prose' ? '' : (info['title'] ?? ''), info['version'] ?? '', server, file ?? '']);
}

/** `openapi-v2.json` and `https://api.example/v2` are `v2`; otherwise the document's own version, fit for a file name. */
function versionName(part: FoundPart | undefined): string {
  if (!part) return '0';
  const { document, file = '' } = part;
  const inFile = /(?:^|[._-])(v\d+(?:\.\d+)*|\d{4}-\d\d-\d\d)(?=[._-])/i.exec(file)?.[1];
  const server = at(document, '/servers/0/url');
  const inServer = typeof server === 'string' ? /\/(v\d+(?:\.\d+)*)\/?$/i.exec(server)?.[1] : undefined;
  return (inFile ?? inServer ?? fileName(infoVersion(document))).toLowerCase();
}

/**
 * The pinned document that a published one is a later text of: of the same version name, else of the same title and server,
 * else the only one there is where only one is published.
 */
export function pinnedFor<T extends { readonly version: string; readonly document: JsonSchema }>(
  imported: ImportedDocument,
  pinned: readonly T[],
  onlyOne: boolean,
): T | undefined {
  const named = pinned.find(({ version }) => version === imported.version);
  if (named) return named;
  const same = pinned.find(({ document }) =>
    ['/info/title', '/servers/0/url', '/basePath'].every(
      (pointer) => at(document, pointer) === at(imported.document, pointer),
    ),
  );
  return same ?? (onlyOne && pinned.length === 1 ? pinned[0] : undefined);
}

const infoVersion = (document: JsonSchema): string => {
  const version = at(document, '/info/version');
  return typeof version === 'string' || typeof version === 'number' ? String(version) : '0';
};

/** `2.1` and `23.0.2` are `v2` and `v23`: the file keeps its name, and its clauses their ids, when the vendor counts on. */
const fileName = (version: string): string =>
  /^(\d{1,3})(?:\.\d+)+(?:[-+].*)?$/.exec(version)?.[1]?.replace(/^/, 'v') ??
  (version.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || '0');
