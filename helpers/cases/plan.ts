/** The valid request of an operation, from configured values, earlier answers, the document's own and generated ones. */
import { isJson } from '../contract/clauses.ts';
import { at, join, setOwn } from '../contract/pointer.ts';
import { text } from '../contract/text.ts';
import type { Body, Gap, Json, Operation, Origin, Parameter, QueryPair, RequestPlan } from '../contract/types.ts';
import { cookiePairs } from './edit.ts';
import { examplesOf, sentParameters } from './parameter.ts';
import { propose, type Proposal } from './propose.ts';
import { proposeBody } from './request-body.ts';
import { headerText, pathText, queryPairs } from './style.ts';

/** What is known beside the document. Each gives undefined where it knows nothing. */
export interface Values {
  /** The value of a parameter by configuration. Text stands for the value that the parameter's schema reads in it. */
  parameter(parameter: Parameter): Json | undefined;
  /** The value of a parameter by an earlier answer of this run. */
  readonly answer?: (parameter: Parameter) => Json | undefined;
  /** The body by configuration. */
  body(): Body | undefined;
}

/** Every required parameter (and those that are configured), a valid body, the valid credential; `gaps` says what could not be made. */
export function validPlan(operation: Operation, values: Values): RequestPlan {
  const origins: Record<string, Origin> = {};
  const gaps: Gap[] = [];
  const parts: Parts = { path: {}, query: [], headers: acceptHeader(operation), cookies: [] };
  for (const parameter of sentParameters(operation)) {
    const place = `${parameter.place}.${parameter.name}`;
    const proposal = proposeParameter(operation, parameter, values);
    if (!proposal) continue;
    if ('reason' in proposal) gaps.push({ place, reason: proposal.reason });
    else {
      origins[place] = proposal.origin;
      put(parts, parameter, written(parameter, proposal));
    }
  }
  const configured = values.body();
  const body = configured ? { body: configured, origin: 'profile' as const } : proposeBody(operation);
  if ('reason' in body) gaps.push({ place: 'body', reason: body.reason });
  else if (body.origin !== undefined) origins['body'] = body.origin;
  return {
    method: operation.method,
    path: parts.path,
    query: parts.query,
    headers: parts.headers,
    ...(parts.cookies.length > 0 && { cookies: parts.cookies }),
    credentials: isDeclaredOpen(operation) ? 'none' : 'valid',
    body: 'reason' in body ? { kind: 'none' } : body.body,
    origins,
    ...(gaps.length > 0 && { gaps }),
  };
}

/** The documented media types of a success, where the `application/json` that every request accepts is none of them. */
function acceptHeader({ responses }: Operation): [string, string][] {
  const successes = [...responses.values()].filter(({ key }) => key.startsWith('2'));
  const types = [...new Set(successes.flatMap(({ content }) => content.map(({ type }) => type)))];
  const isJsonAmong = types.some((type) => /^(?:application\/json|application\/\*|\*\/\*)\s*(?:;|$)/i.test(type));
  return types.length === 0 || isJsonAmong ? [] : [['Accept', types.join(', ')]];
}

/** Whether the document says that no credential is needed. Where it says nothing, the one that is configured is sent all the same. */
const isDeclaredOpen = ({ security, contract, pointer }: Operation): boolean =>
  security.length === 0 &&
  (at(contract.document, join(pointer, 'security')) ?? at(contract.document, '/security')) !== undefined;

/** A value for a parameter; undefined where it is optional and nothing is known for it. */
function proposeParameter(operation: Operation, parameter: Parameter, values: Values): Proposal | undefined {
  const configured = values.parameter(parameter);
  // What the configuration and the vendor itself give is sent as it is: they know better than the schema.
  if (configured !== undefined) return { value: configured, origin: 'profile' };
  const answered = values.answer?.(parameter);
  if (answered !== undefined) return { value: answered, origin: 'answer' };
  if (!parameter.required) return undefined;
  const { name, place, schemaPointer } = parameter;
  const examples = examplesOf(operation, parameter);
  const sendable = (value: Json) => isSendable(value, place);
  if (schemaPointer === undefined) {
    const example = examples.find(sendable);
    return example === undefined
      ? { value: `conformance-${name}`, origin: 'generated' }
      : { value: example, origin: 'example' };
  }
  return propose(operation.contract, schemaPointer, { examples, name, sendable });
}

/** Whether a value can stand in its place: something, no dot segment in a path, nothing but printable ASCII in a header. */
function isSendable(value: Json, place: Parameter['place']): boolean {
  if (value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)) return false;
  const written = text(value);
  if (place === 'path') return written !== '.' && written !== '..';
  return place !== 'header' || /^[\x20-\x7e]*$/.test(written);
}

interface Parts {
  readonly path: Record<string, string>;
  readonly query: QueryPair[];
  readonly headers: (readonly [string, string])[];
  readonly cookies: (readonly [string, string])[];
}

/** A value as its media type writes it, where it has one; configured text is that already. */
const written = ({ mediaType }: Parameter, { value, origin }: Extract<Proposal, { value: Json }>): Json =>
  mediaType === undefined || (typeof value === 'string' && (origin === 'profile' || !isJson(mediaType)))
    ? value
    : JSON.stringify(value);

/** Writes a value where its parameter stands, by its style. */
function put(parts: Parts, parameter: Parameter, value: Json): void {
  const { name, place } = parameter;
  if (place === 'path') setOwn(parts.path, name, pathText(name, value, parameter));
  else if (place === 'query') parts.query.push(...queryPairs(name, value, parameter));
  else if (place === 'header') parts.headers.push([name, headerText(value, parameter)]);
  else parts.cookies.push(...cookiePairs(name, value, parameter));
}
