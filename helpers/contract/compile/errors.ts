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
  /** Of a choice of which no branch holds: what all branches say that may be meant, the first of it. */
  readonly shared?: SchemaError;
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
  return own(treesOf(errors, 0, errors.length)).map((tree) => {
    const shared = sharedIn(tree);
    return { ...schemaErrorOf(tree.error, origins), ...(shared && { shared: schemaErrorOf(shared, origins) }) };
  });
}

function schemaErrorOf(error: ErrorObject, origins: WeakMap<object, string>): SchemaError {
  const parent = error.parentSchema as object | undefined;
  return {
    keyword: error.keyword.startsWith(exactly) ? error.keyword.slice(exactly.length) : error.keyword,
    schemaPointer: typeof parent === 'object' ? origins.get(parent) : undefined,
    schema: error.schema,
    instancePointer: error.instancePath,
    data: error.data,
    params: error.params as Record<string, unknown>,
  };
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

function own(trees: readonly Tree[]): Tree[] {
  const mistyped = new Set(trees.filter(isTypeError).map(({ error }) => error.instancePath));
  return trees
    .filter((tree) => tree.error.keyword !== 'if' && (isTypeError(tree) || !mistyped.has(tree.error.instancePath)))
    .flatMap((tree) => {
      const branch = meant(tree);
      return branch ? own(branch) : [tree];
    });
}

const isTypeError = ({ error }: Tree): boolean => error.keyword === 'type' || error.keyword === `${exactly}type`;

/** The first error that all branches of a choice report which may be meant; undefined where they differ. */
function sharedIn({ error, branches }: Tree): ErrorObject | undefined {
  if (!branches || (error.params as ChoiceParams).passing.length > 0) return undefined;
  const [first = [], ...others] = possible(branches, error).map((branch) => own(branch).map((tree) => tree.error));
  const isIn = (one: ErrorObject, list: readonly ErrorObject[]) => list.some((other) => keyOf(one) === keyOf(other));
  return others.length === 0 ? undefined : first.find((each) => others.every((list) => isIn(each, list)));
}

const keyOf = ({ keyword, instancePath, params }: ErrorObject): string =>
  JSON.stringify([keyword, instancePath, params]);

/** The branches that do not expect another kind of value. */
const possible = (branches: NonNullable<Tree['branches']>, { instancePath }: ErrorObject) =>
  branches.filter((branch) => !branch.some((tree) => excludes(tree, instancePath)));

/** The branch of a choice that speaks for it. */
function meant({ error, branches }: Tree): readonly Tree[] | undefined {
  if (!branches || (error.params as ChoiceParams).passing.length > 0) return undefined;
  const select = (error.parentSchema as Record<string, unknown> | undefined)?.[selector];
  const selected =
    typeof select === 'function' ? branches[(select as (data: unknown) => number)(error.data)] : undefined;
  if (selected && selected.length > 0) return selected;
  const candidates = possible(branches, error);
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
