/** Parameters of an operation: added, removed, required or not, and their schemas. */
import { at, follow, isObject, join } from '../../contract/pointer.ts';
import { text } from '../../contract/text.ts';
import type { JsonSchema } from '../../contract/types.ts';
import type { ChangePlace, Difference } from './change.ts';
import type { Comparison, OperationPair, OperationSpot } from './compare.ts';
import { wordingDifferences } from './wording.ts';

interface ParameterSpot {
  readonly name: string;
  readonly place: string;
  readonly required: boolean;
  readonly pointer: string;
  readonly value: JsonSchema;
  /** Pointer of its schema, also where it stands in `content`. */
  readonly schema: string | undefined;
}

/** Differences of the parameters of one operation. Path parameters belong together by their position, others by name. */
export function compareParameters(comparison: Comparison, { before, after }: OperationPair): Difference[] {
  const old = parametersOf(comparison.before, before);
  const current = parametersOf(comparison.after, after);
  const differences: Difference[] = [];
  for (const [key, parameter] of old) {
    const other = current.get(key);
    if (other) differences.push(...compareOne(comparison, before, parameter, other));
    else
      differences.push({
        rule: 'request-parameter-removed',
        severity: 'breaking',
        place: placeOf(before, parameter),
        before: parameter.pointer,
        from: described(parameter),
      });
  }
  for (const [key, parameter] of current) if (!old.has(key)) differences.push(added(before, parameter));
  return differences;
}

const placeOf = ({ name }: OperationSpot, parameter: ParameterSpot, path = ''): ChangePlace => ({
  operation: name,
  side: 'request',
  group: 'parameters',
  pointer: `${join('', parameter.name)}${path}`,
});

const described = ({ place, name }: ParameterSpot): string => `${place} ${name}`;

function added(operation: OperationSpot, parameter: ParameterSpot): Difference {
  const rule =
    parameter.place === 'path'
      ? 'new-request-path-parameter'
      : parameter.required
        ? 'new-required-request-parameter'
        : 'new-optional-request-parameter';
  return {
    rule,
    severity: parameter.required ? 'breaking' : 'additive',
    place: placeOf(operation, parameter),
    after: parameter.pointer,
    to: described(parameter),
  };
}

function compareOne(
  comparison: Comparison,
  operation: OperationSpot,
  a: ParameterSpot,
  b: ParameterSpot,
): Difference[] {
  const here = { before: a.pointer, after: b.pointer };
  const place = placeOf(operation, a);
  const differences: Difference[] = wordingDifferences(place, a, b);
  if (a.required !== b.required)
    differences.push({
      rule: `request-parameter-became-${b.required ? 'required' : 'optional'}`,
      severity: b.required ? 'breaking' : 'additive',
      effect: b.required ? 'narrows' : 'widens',
      place,
      ...here,
      from: a.required,
      to: b.required,
    });
  if (a.name !== b.name)
    differences.push({
      rule: 'path-parameter-renamed',
      severity: 'editorial',
      place,
      ...here,
      from: a.name,
      to: b.name,
    });
  if ((a.value['deprecated'] === true) !== (b.value['deprecated'] === true))
    differences.push({
      rule: b.value['deprecated'] === true ? 'request-parameter-deprecated' : 'request-parameter-reactivated',
      severity: 'additive',
      place,
      ...here,
    });
  if (a.schema === undefined || b.schema === undefined) return differences;
  for (const each of comparison.requests.compare(a.schema, b.schema)) {
    const { path, rule, prefixed, ...what } = each;
    const prefix = path === '' ? 'request-parameter' : 'request-parameter-property';
    differences.push({ ...what, rule: prefixed ? `${prefix}-${rule}` : rule, place: placeOf(operation, a, path) });
  }
  return differences;
}

/** Headers that OpenAPI describes elsewhere: as parameters they are ignored (3.0.3, Parameter Object). */
const ignored = /^(accept|content-type|authorization)$/i;

function parametersOf(document: JsonSchema, operation: OperationSpot): ReadonlyMap<string, ParameterSpot> {
  const found = new Map<string, ParameterSpot>();
  for (const list of [join(operation.item, 'parameters'), join(operation.pointer, 'parameters')]) {
    const raw = at(document, list);
    for (const index of Array.isArray(raw) ? raw.keys() : []) {
      const target = follow(document, join(list, index));
      if (!target) continue;
      const name = text(target.value['name']);
      const place = text(target.value['in']);
      if (place === 'header' && ignored.test(name)) continue;
      const required = target.value['required'] === true || place === 'path';
      const spot = { name, place, required, ...target, schema: schemaOf(target.pointer, target.value) };
      found.set(keyOf(operation.path, spot), spot);
    }
  }
  return found;
}

function keyOf(path: string, { place, name }: ParameterSpot): string {
  if (place === 'header') return `header ${name.toLowerCase()}`;
  const position = [...path.matchAll(/\{([^}]*)\}/g)].findIndex(([, each]) => each === name);
  return place === 'path' && position >= 0 ? `path ${position}` : `${place} ${name}`;
}

function schemaOf(pointer: string, value: JsonSchema): string | undefined {
  if (isObject(value['schema'])) return join(pointer, 'schema');
  const content = value['content'];
  const [type] = Object.keys(isObject(content) ? content : {});
  return type === undefined ? undefined : join(pointer, 'content', type, 'schema');
}
