/** The part of a document that a profile selects, at the address where it is served. */
import { clauseSet } from '../contract/clause-set.ts';
import { globMatches } from '../contract/glob.ts';
import type { Contract, Operation } from '../contract/types.ts';
import { basePathOf, placed } from './address.ts';
import type { Profile } from './schema.ts';

/**
 * The contract with the operations that `include` and `exclude` of the profile leave, each with the path at which it stands below
 * the base URL. `baseUrl` is undefined where it is not known yet: then the first server of the document counts.
 */
export function narrowed(contract: Contract, { include, exclude, pathPrefix }: Profile, baseUrl?: string): Contract {
  const wanted = [...contract.operations].filter(([, operation]) => isSelected(operation, include, exclude));
  const names = new Set<string | undefined>([undefined, ...wanted.map(([id]) => id)]);
  const clauses = clauseSet([...contract.clauses.values()].filter(({ ref }) => names.has(ref.operation)));
  const operations = new Map<string, Operation>();
  const address = { baseUrl, pathPrefix };
  const basePath = basePathOf(contract, address);
  const result: Contract = { ...contract, basePath, operations, clauses };
  for (const [id, operation] of wanted)
    operations.set(id, placed({ ...operation, contract: result }, basePath, address));
  return result;
}

const isSelected = (operation: Operation, include: readonly string[], exclude: readonly string[]): boolean =>
  (include.length === 0 || include.some((selector) => selects(selector, operation))) &&
  !exclude.some((selector) => selects(selector, operation));

/** What a selector can be about; `deprecated` stands alone. */
export const selectorKeys = ['path', 'method', 'tag', 'operation'] as const;

/** Whether a selector is well-formed: `path=/books*`, `method=GET`, `tag=admin`, `operation=getBook`, `deprecated`. */
export const isSelector = (selector: string): boolean =>
  selector === 'deprecated' || selectorKeys.some((key) => selector.startsWith(`${key}=`));

function selects(selector: string, operation: Operation): boolean {
  const { method, path, id, name, tags, deprecated } = operation;
  if (selector === 'deprecated') return deprecated;
  const key = selectorKeys.find((each) => selector.startsWith(`${each}=`));
  const glob = selector.slice((key?.length ?? 0) + 1);
  switch (key) {
    case 'path':
      return globMatches(glob, path);
    case 'method':
      return globMatches(glob.toUpperCase(), method);
    case 'operation':
      return globMatches(glob, id) || globMatches(glob, name);
    case 'tag':
      return tags.some((tag) => globMatches(glob, tag));
    default:
      return false;
  }
}
