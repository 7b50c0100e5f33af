/** A part of the plan: which cases a run is limited to. Pure; `plan`, the run and its workers share it. */
import { globMatches } from '../contract/glob.ts';
import { UserError } from '../contract/types.ts';
import type { CaseInfo } from './result.ts';
import { sampleText, type Sample } from './sample.ts';

/** What a case is selected by. Nothing given selects every case; what is given must all hold. */
export interface Selection {
  /** Globs on operations, `getBook` or `books-v1/getBook`: one of them must match. */
  readonly operations: readonly string[];
  /** Globs on cases, with or without their operation, `security/*`: one of them must match. */
  readonly cases: readonly string[];
  /** Ids of the cases that failed in the last run, where only those are wanted. */
  readonly failed?: ReadonlySet<string>;
  /** Ids of the cases that a change touches, where only those are wanted. */
  readonly changed?: ReadonlySet<string>;
  /** Of what the others select, as much as a number of calls is enough for. */
  readonly sample?: Sample;
}

type Selectable = Pick<CaseInfo, 'id' | 'operation'>;

export const wholePlan: Selection = { operations: [], cases: [] };

export const isWhole = ({ operations, cases, failed, changed, sample }: Selection): boolean =>
  operations.length + cases.length === 0 && failed === undefined && changed === undefined && sample === undefined;

/** The selected cases, in their order. Throws UserError where a glob, or all together, match no case. */
export function select<T extends Selectable>(cases: readonly T[], selection: Selection): readonly T[] {
  const { operations, cases: wanted, failed, changed } = selection;
  const byOperation = (glob: string) => (one: Selectable) =>
    namesOfOperation(one).some((name) => globMatches(glob, name));
  const byCase = (glob: string) => (one: Selectable) => namesOfCase(one).some((name) => globMatches(glob, name));
  for (const glob of operations)
    if (!cases.some(byOperation(glob)))
      throw new UserError(`--operation ${quoted(glob)} matches no operation of the plan: npm run plan lists them`);
  for (const glob of wanted)
    if (!cases.some(byCase(glob)))
      throw new UserError(`--case ${quoted(glob)} matches no case of the plan: npm run plan lists them`);
  const selected = cases.filter(
    (one) =>
      (operations.length === 0 || operations.some((glob) => byOperation(glob)(one))) &&
      (wanted.length === 0 || wanted.some((glob) => byCase(glob)(one))) &&
      (failed?.has(one.id) ?? true) &&
      (changed?.has(one.id) ?? true),
  );
  if (selected.length === 0)
    throw new UserError(`${selectionText(selection)} together select no case: npm run plan lists them`);
  return selected;
}

/** A selection as it was given: `--operation deleteImage --case 'security/*' --failed`. Empty for the whole plan. */
export const selectionText = ({ operations, cases, failed, changed, sample }: Selection): string =>
  [
    ...operations.map((glob) => `--operation ${quoted(glob)}`),
    ...cases.map((glob) => `--case ${quoted(glob)}`),
    ...(failed === undefined ? [] : ['--failed']),
    ...(changed === undefined ? [] : ['--changed']),
    ...(sample === undefined ? [] : [sampleText(sample)]),
  ].join(' ');

/** The line that runs one case again. */
export const repeatLine = (vendor: string, one: Selectable): string =>
  `npm run conformance -- ${vendor} ${selectionOf(one)}`;

/** The options that select one case. */
export const selectionOf = (one: Selectable): string =>
  selectionText({ operations: [one.operation], cases: [inOperation(one)] });

/** A case's name within its operation. */
const inOperation = ({ id, operation }: Selectable): string =>
  id.startsWith(operation) ? id.slice(operation.length + 1) : id;

const namesOfOperation = ({ operation }: Selectable): string[] => [
  operation,
  operation.slice(operation.indexOf('/') + 1),
];

const namesOfCase = (one: Selectable): string[] => [one.id, inOperation(one)];

/** As a shell takes it as one word. */
const quoted = (text: string): string =>
  /^[\w./:@#-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
