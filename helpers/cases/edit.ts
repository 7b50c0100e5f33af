/** Changes of a request: one parameter, header or body property set to a value, left out, or given twice. */
import { flatten } from './generate/merge.ts';
import { isObject, ownOf } from '../contract/pointer.ts';
import type { Body, Gap, Json, Operation, Parameter, QueryPair, RequestPlan } from '../contract/types.ts';
import { proposeBody } from './request-body.ts';
import { headerText, pathText, queryPairs, type Style } from './style.ts';
import { decoded } from '../contract/text.ts';

type Pair = readonly [name: string, value: string];

export const withHeader = (plan: RequestPlan, name: string, value: string | undefined): RequestPlan => ({
  ...plan,
  headers: [
    ...plan.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()),
    ...(value === undefined ? [] : [[name, value] as const]),
  ],
});

export const withQuery = (plan: RequestPlan, name: string, ...values: readonly string[]): RequestPlan => ({
  ...plan,
  query: [...plan.query.filter(([each]) => each !== name), ...values.map((value) => [name, value] as const)],
});

export const withPath = (plan: RequestPlan, name: string, value: string): RequestPlan => ({
  ...plan,
  path: { ...plan.path, [name]: value },
});

/** A request with a parameter written as its style says; `undefined` leaves it out. */
export function withParameter(
  plan: RequestPlan,
  operation: Operation,
  parameter: Parameter,
  value: Json | undefined,
): RequestPlan {
  const { name, place } = parameter;
  const written = value === undefined || parameter.mediaType === undefined ? value : JSON.stringify(value);
  switch (place) {
    case 'path':
      return written === undefined ? plan : withPath(plan, name, pathText(name, written, parameter));
    case 'header':
      return withHeader(plan, name, written === undefined ? undefined : headerText(written, parameter));
    case 'query': {
      const others = plan.query.filter((pair) => !isOf(pair, operation, parameter));
      return { ...plan, query: written === undefined ? others : [...others, ...queryPairs(name, written, parameter)] };
    }
    case 'cookie': {
      const others = (plan.cookies ?? []).filter((pair) => !isOf([...pair, 'raw'], operation, parameter));
      return {
        ...plan,
        cookies: written === undefined ? others : [...others, ...cookiePairs(name, written, parameter)],
      };
    }
  }
}

/** The pairs of a cookie parameter, percent-encoded. */
export const cookiePairs = (name: string, value: Json, style: Style): Pair[] =>
  queryPairs(name, value, style).map(([key, each, raw]) =>
    raw === 'raw' ? [key, each] : [encodeURIComponent(key), encodeURIComponent(each)],
  );

/** Whether a pair of a query belongs to a parameter: by its name, `name[…]`, or the name of a property of its object. */
function isOf([key, , raw]: QueryPair, { contract }: Operation, parameter: Parameter): boolean {
  const { name, style, explode, schemaPointer } = parameter;
  const own = raw === 'raw' ? decoded(key) : key;
  if (own === name || own.startsWith(`${name}[`)) return true;
  if (!explode || style === 'deepObject' || schemaPointer === undefined) return false;
  return flatten(contract.document, schemaPointer).nodes.some(
    ({ schema: { properties } }) => isObject(properties) && Object.hasOwn(properties, own),
  );
}

/** The decoded text of a path parameter in a request, without what its style (label, matrix) puts before it. */
export function idInPath({ path }: RequestPlan, { name }: Parameter): string {
  const written = (ownOf(path, name) ?? '').replace(/^(?:\.|;[^=]*=)/, '');
  return decoded(written);
}

/** The text of a parameter in a request; '' where it is absent. Lists and objects have none. */
export const textIn = ({ query, headers, cookies = [] }: RequestPlan, { name, place }: Parameter): string => {
  const pairs: readonly (readonly [string, string, ...unknown[]])[] =
    place === 'query' ? query : place === 'header' ? headers : cookies;
  return pairs.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? '';
};

/** A request with a property of its JSON or urlencoded body set, or left out where the value is undefined. A body that is optional is made first. */
export function withProperty(
  plan: RequestPlan,
  operation: Operation,
  name: string,
  value: Json | undefined,
): RequestPlan {
  const body = structuredBody(plan, operation);
  if ('reason' in body) return { ...plan, gaps: [...(plan.gaps ?? []), body] };
  const { [name]: _gone, ...rest } = body.value as Readonly<Record<string, Json>>;
  return { ...plan, body: { ...body, value: value === undefined ? rest : { ...rest, [name]: value } } };
}

/** The value of a property of a request's body; undefined where there is none. */
export const propertyIn = ({ body }: RequestPlan, name: string): Json | undefined =>
  isStructured(body) && isObject(body.value) ? ownOf(body.value, name) : undefined;

type Structured = Extract<Body, { kind: 'json' | 'form' }>;
const isStructured = (body: Body): body is Structured => body.kind === 'json' || body.kind === 'form';

function structuredBody({ body }: RequestPlan, operation: Operation): Structured | Gap {
  if (isStructured(body) && isObject(body.value)) return body;
  const proposed = body.kind === 'none' ? proposeBody(operation, true) : { reason: 'its body has no properties' };
  if ('reason' in proposed) return { place: 'body', reason: proposed.reason };
  return isStructured(proposed.body) && isObject(proposed.body.value)
    ? proposed.body
    : { place: 'body', reason: 'its body has no properties' };
}
