/** Parameters of an operation: those of its path and its own, and what a path template names beside them. */
import type { Findings } from './document-finding.ts';
import { at, follow, isObject, join } from './pointer.ts';
import { text } from './text.ts';
import type { JsonSchema, Parameter, ParameterPlace } from './types.ts';

const places: readonly string[] = ['path', 'query', 'header', 'cookie'];

/** Header parameters that "SHALL be ignored" (OpenAPI 3.0.3, Parameter Object). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

interface Where {
  readonly document: JsonSchema;
  /** Path as documented, with `{names}`. */
  readonly path: string;
  /** JSON pointers of the path item and of the operation. */
  readonly item: string;
  readonly operation: string;
}

/** All parameters; one of the operation stands in for one of the same name and place of its path. */
export function readParameters({ document, path, item, operation }: Where, findings: Findings): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const owner of [item, operation]) {
    const list = at(document, join(owner, 'parameters'));
    const here = new Set<string>();
    for (const index of Array.isArray(list) ? list.keys() : []) {
      const where = join(owner, 'parameters', index);
      const parameter = readParameter(document, where, findings);
      if (!parameter) continue;
      const name = `${parameter.place} ${parameter.name}`;
      if (here.has(name)) findings.add('structure', where, `the ${name} is duplicated; the last one is read`);
      here.add(name);
      found.set(name, parameter);
    }
  }
  return labelled(withTemplate([...found.values()], path, operation, findings));
}

/** What the hash of a clause about a parameter covers. It stays as it is when parameters say more. */
export function parameterSays({ name, place, required, pointer, schema, allowEmptyValue, role }: Parameter): object {
  return { name, place, required, pointer, schema, allowEmptyValue, role };
}

function labelled(parameters: readonly Parameter[]): Parameter[] {
  return parameters.map((each) => {
    const isUnique = parameters.filter(({ name }) => name === each.name).length === 1;
    return isUnique ? each : { ...each, label: `${each.place}:${each.name}` };
  });
}

function readParameter(document: JsonSchema, where: string, findings: Findings): Parameter | undefined {
  const target = follow(document, where);
  if (!target) return undefined;
  const { value, pointer } = target;
  const [name, place] = [value['name'], text(value['in'])];
  if (typeof name !== 'string' || !places.includes(place)) {
    if (place !== '' && typeof name === 'string')
      findings.add(
        'structure',
        join(pointer, 'in'),
        `a parameter cannot be in ${JSON.stringify(place)}; it is not sent`,
      );
    return undefined;
  }
  if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) return undefined;
  const content = isObject(value['content']) ? Object.keys(value['content'])[0] : undefined;
  const schema = content === undefined ? join(pointer, 'schema') : join(pointer, 'content', content, 'schema');
  const style =
    typeof value['style'] === 'string' ? value['style'] : place === 'query' || place === 'cookie' ? 'form' : 'simple';
  return {
    name,
    label: name,
    place: place as ParameterPlace,
    required: value['required'] === true || place === 'path',
    pointer,
    schema: follow(document, schema)?.value ?? {},
    schemaPointer: at(document, schema) === undefined ? undefined : schema,
    style,
    explode: typeof value['explode'] === 'boolean' ? value['explode'] : style === 'form',
    allowReserved: value['allowReserved'] === true,
    mediaType: content,
    allowEmptyValue: value['allowEmptyValue'] === true,
    role: typeof value['x-role'] === 'string' ? value['x-role'] : undefined,
  };
}

/** Names in a path template (OpenAPI 3.0.3, Path Templating). */
export const templateNames = (path: string): string[] =>
  [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);

/** A name that only the path has gets a parameter that takes anything; a parameter that the path has not is left out. */
function withTemplate(
  parameters: readonly Parameter[],
  path: string,
  operation: string,
  findings: Findings,
): Parameter[] {
  const names = new Set(templateNames(path));
  const declared = new Set(parameters.filter(({ place }) => place === 'path').map(({ name }) => name));
  const kept = parameters.filter(({ place, name, pointer }) => {
    if (place !== 'path' || names.has(name)) return true;
    findings.add('path-parameter', pointer, `the path parameter ${name} is not in its path and not sent`);
    return false;
  });
  const implied = [...names]
    .filter((name) => !declared.has(name))
    .map((name): Parameter => {
      findings.add(
        'path-parameter',
        operation,
        `{${name}} of the path is described by no parameter; any value is considered valid`,
      );
      return {
        name,
        label: name,
        place: 'path',
        required: true,
        pointer: operation,
        schema: { type: 'string' },
        schemaPointer: undefined,
        style: 'simple',
        explode: false,
        allowReserved: false,
        mediaType: undefined,
        allowEmptyValue: false,
        role: undefined,
      };
    });
  return [...kept, ...implied];
}
