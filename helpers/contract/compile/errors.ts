/** What ajv reports, as a tree: errors of the branches of a choice stand below the choice, and one of them speaks for it. */
import type { ErrorObject } from 'ajv';
import { exactly, selector, type ChoiceParams } from './keywords.ts';

/** One way in which a value breaks a schema. */
export interface SchemaError {
  readonly keyword: string;
  /** JSON pointer into the document, of the schema object that holds the keyword; undefined where that is not known. */
  readonly schemaPointer: string | undefined;
  /** What the keyword says. */
  readonly schema: unknown;
  /** JSON pointer into the value, of what breaks it. */
  readonly instancePointer: string;
  /** What stands there. */
  readonly data: unknown;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Tree {
  readonly error: ErrorObject;
  /** Of a choice: what each of its branches said. */
  readonly branches?: readonly (readonly Tree[])[];
}

/**
 * The errors of a value that is not valid. Of a choice (`anyOf`, `oneOf`) of which no branch holds, those of the one branch that
 * is meant, by its discriminator or because the others expect another kind of value; else the choice's own.
 */
export function readErrors(errors: readonly ErrorObject[], origins: WeakMap<object, string>): SchemaError[] {
  return own(treesOf(errors, 0, errors.length)).map((error) => {
    const parent = error.parentSchema as object | undefined;
    return {
      keyword: error.keyword.startsWith(exactly) ? error.keyword.slice(exactly.length) : error.keyword,
      schemaPointer: typeof parent === 'object' ? origins.get(parent) : undefined,
      schema: error.schema,
      instancePointer: error.instancePath,
      data: error.data,
      params: error.params as Record<string, unknown>,
    };
  });
}

/** The errors from one index to another; the errors of a choice's branches stand right before its own. */
function treesOf(errors: readonly ErrorObject[], from: number, to: number): Tree[] {
  const trees: Tree[] = [];
  for (let index = to - 1; index >= from; index -= 1) {
    const error = errors[index];
    if (!error) continue;
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      trees.push({ error });
      continue;
    }
    const { counts } = error.params as ChoiceParams;
    const branches: Tree[][] = [];
    let end = index;
    for (const count of counts.toReversed()) {
      branches.unshift(treesOf(errors, end - count, end));
      end -= count;
    }
    trees.push({ error, branches });
    index = end;
  }
  return trees.reverse();
}

function own(trees: readonly Tree[]): ErrorObject[] {
  const mistyped = new Set(trees.filter(isTypeError).map(({ error }) => error.instancePath));
  return trees
    .filter((tree) => tree.error.keyword !== 'if' && (isTypeError(tree) || !mistyped.has(tree.error.instancePath)))
    .flatMap((tree) => {
      const branch = meant(tree);
      return branch ? own(branch) : [tree.error];
    });
}

const isTypeError = ({ error }: Tree): boolean => error.keyword === 'type' || error.keyword === `${exactly}type`;

/** The branch of a choice that speaks for it. */
function meant({ error, branches }: Tree): readonly Tree[] | undefined {
  if (!branches || (error.params as ChoiceParams).passing.length > 0) return undefined;
  const select = (error.parentSchema as Record<string, unknown> | undefined)?.[selector];
  const selected =
    typeof select === 'function' ? branches[(select as (data: unknown) => number)(error.data)] : undefined;
  if (selected && selected.length > 0) return selected;
  const candidates = branches.filter((branch) => !branch.some((tree) => excludes(tree, error.instancePath)));
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Whether an error says that a value is of another kind altogether: of another type, or with another fixed tag. */
function excludes(tree: Tree, path: string): boolean {
  const { error } = tree;
  const keyword = error.keyword.replace(exactly, '');
  if (keyword === 'type' || keyword === 'const' || keyword === 'enum') {
    const below = error.instancePath.slice(path.length);
    return below === '' || (keyword !== 'type' && below.lastIndexOf('/') === 0);
  }
  return keyword === 'not' && error.instancePath === path;
}
