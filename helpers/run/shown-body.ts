/** Bodies and addresses as they may be stored: structure stays, values that could be health data or a secret do not. */
import { json, jsonResponse, mediaType, shownName } from '../checks/read.ts';
import { isObject } from '../contract/pointer.ts';
import { walkValue, type Applied } from '../contract/schema-walk.ts';
import type { Answer, Json, Operation, RequestPlan } from '../contract/types.ts';

/** Properties whose value identifies a request or a kind of error, in the spelling of a token. */
const identifying =
  /^(trace_?id|request_?id|code|error_?type|status(code)?|mime_?type|document_?type|id|document_?id|size_?kb)$/i;
export const token = /^[\w.:/+-]{1,80}$/;

/** Larger bodies are described instead. */
const largestBody = 200_000;
const deepest = 12;
const mostItems = 20;
const mostProperties = 60;

/** The body with every value that the document does not fix, and we did not send, replaced by its type and length. */
export function shownBody(answer: Answer, sent: ReadonlySet<string>, operation?: Operation): string {
  if (answer.body.length === 0) return '';
  const parsed = json(answer);
  if (!parsed.ok || answer.body.length > largestBody)
    return `<${mediaType(answer) ?? 'no content type'}, ${answer.body.length} bytes>`;
  const fixed = new Set([...sent, ...(operation ? documentedValues(operation, answer, parsed.value) : [])]);
  return JSON.stringify(masked(parsed.value, '', fixed, 0), null, 2);
}

function masked(value: Json, key: string, fixed: ReadonlySet<string>, depth: number): Json {
  if (depth > deepest) return '<nested further>';
  if (Array.isArray(value)) return value.slice(0, mostItems).map((each) => masked(each as Json, key, fixed, depth + 1));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, mostProperties)
        .map(([name, each]) => [shownName(name), masked(each, name, fixed, depth + 1)]),
    );
  if (typeof value === 'string') {
    if (fixed.has(value) || (identifying.test(key) && token.test(value))) return value;
    return shownAddress(value) ?? `<string of ${value.length}>`;
  }
  if (typeof value === 'number') return identifying.test(key) ? value : '<number>';
  return value;
}

/** Parameters of a signed address that say how long it lasts and how it is signed, and are no secret. */
const telling =
  /^(x-(amz|goog)-(expires|date|algorithm|signedheaders|content-sha256)|expires|se|st|sp|sv|sr|spr|response-content-type)$/i;
const mostOfAddress = 600;

/** An http address with its host and what tells how long it lasts: no path, no signature, no other value. Undefined for any other text. */
export function shownAddress(text: string): string | undefined {
  if (!/^https?:\/\/\S+$/i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, searchParams } = new URL(text);
  const query = [...searchParams].map(([name, value]) => {
    const shown = telling.test(name) && token.test(value) ? value : `<${value.length} characters>`;
    return `${shownName(name)}=${shown}`;
  });
  const path = pathname.length > 1 ? `/<path of ${pathname.length - 1} characters>` : pathname;
  return `${origin}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`.slice(0, mostOfAddress);
}

/** Strings that the answer's schema gives as enum, const or example. */
function documentedValues(operation: Operation, answer: Answer, value: Json): string[] {
  const schemaPointer = jsonResponse(operation, answer)?.media.schemaPointer;
  if (schemaPointer === undefined) return [];
  const found: unknown[] = [];
  const collect = (_pointer: string, _value: Json, applied: readonly Applied[]) => {
    for (const { schema } of applied) {
      const { enum: list, const: one, example, examples } = schema;
      found.push(...(Array.isArray(list) ? list : []), one, example, ...(Array.isArray(examples) ? examples : []));
    }
  };
  walkValue(operation.contract, schemaPointer, value, collect, 'all');
  return found.filter((each) => typeof each === 'string');
}

/** Strings that a request itself carried. */
export function sentIn(plan: RequestPlan): Set<string> {
  const values = [
    ...Object.values(plan.path),
    ...plan.query.map(([, value]) => value),
    ...plan.headers.map(([, value]) => value),
  ];
  if (plan.body.kind === 'multipart')
    values.push(...plan.body.parts.flatMap(({ fileName }) => (fileName === undefined ? [] : [fileName])));
  if ((plan.body.kind === 'json' || plan.body.kind === 'form') && isObject(plan.body.value))
    values.push(...Object.values(plan.body.value).filter((each) => typeof each === 'string'));
  return new Set(values.filter((each) => each.length > 0));
}
