/** Schemas that refer to themselves without a step into the value would never end (JSON Schema 2020-12 core, 9.4.1). */
import type { Findings } from '../document-finding.ts';
import { at, isObject, join, localPointer } from '../pointer.ts';
import type { JsonSchema } from '../values.ts';
import { quoted } from './bundle.ts';
import type { Mutable } from './schema-node.ts';

const lists = ['allOf', 'anyOf', 'oneOf'];
const slots = ['not', 'if', 'then', 'else'];

interface Visited {
  readonly node: Mutable;
  readonly pointer: string;
}

/** Takes out every `$ref` by which a schema would be applied to the same value again and again, and tells of it. */
export function removeLoops(document: JsonSchema, nodes: readonly Visited[], findings: Findings): void {
  /** `open`: on the way from the start to here. */
  const state = new Map<object, 'open' | 'done'>();
  for (const start of nodes) {
    const stack: { at: Visited; rest: Visited[] }[] = [];
    const enter = (next: Visited): void => {
      state.set(next.node, 'open');
      stack.push({ at: next, rest: sameValue(document, next) });
    };
    if (!state.has(start.node)) enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (!next) {
        state.set(top.at.node, 'done');
        stack.pop();
      } else if (!state.has(next.node)) enter(next);
      else if (state.get(next.node) === 'open')
        cut(
          stack.map((each) => each.at),
          next,
          findings,
        );
    }
  }
}

/** A loop always passes a `$ref`: the last one of it goes. */
function cut(way: readonly Visited[], back: Visited, findings: Findings): void {
  const loop = way.slice(way.findIndex(({ node }) => node === back.node));
  const last = loop.findLast(({ node }) => typeof node['$ref'] === 'string');
  if (!last) return;
  const { node, pointer } = last;
  findings.add(
    'reference-loop',
    join(pointer, '$ref'),
    `${quoted(String(node['$ref']))} refers to itself and is ignored`,
  );
  delete node['$ref'];
}

/** The schemas that a schema applies to the very value it is applied to. */
function sameValue(document: JsonSchema, { node, pointer }: Visited): Visited[] {
  const found: Visited[] = [];
  const add = (value: unknown, where: string) => {
    if (isObject(value)) found.push({ node: value as Mutable, pointer: where });
  };
  const target = typeof node['$ref'] === 'string' ? localPointer(node['$ref']) : undefined;
  if (target !== undefined) add(at(document, target), target);
  for (const list of lists) {
    const branches = node[list];
    if (Array.isArray(branches)) for (const [index, each] of branches.entries()) add(each, join(pointer, list, index));
  }
  for (const slot of slots) add(node[slot], join(pointer, slot));
  const dependent = node['dependentSchemas'];
  if (isObject(dependent))
    for (const [name, each] of Object.entries(dependent)) add(each, join(pointer, 'dependentSchemas', name));
  return found;
}
