/** What of an exchange is kept: no secret, no value that could be health data, nothing beyond a page. */
import { placesOf } from '../contract/schema-nodes.ts';
import { isObject } from '../contract/pointer.ts';
import { responseFor } from '../contract/operations.ts';
import type { Answer, Exchange, Json, Operation } from '../contract/types.ts';
import { secretName, type Redactor } from '../config/redactor.ts';
import { json, mediaType, shownName } from '../checks/read.ts';
import type { ExchangeRecord } from '../verdict/report.ts';

/** Headers whose value helps and can hold no health data; of others the length is kept. */
const kept =
  /^(content-(type|length|encoding)|transfer-encoding|allow|retry-after|x-ratelimit-.*|ratelimit.*|www-authenticate|date|server|via|connection|cache-control|x-request-id|x-correlation-id|x-invox-.*|accept|user-agent|etag)$/i;

/** Properties whose value identifies a request or a kind of error, in the spelling of a token. */
const identifying =
  /^(trace_?id|request_?id|code|error_?type|status(code)?|mime_?type|document_?type|id|document_?id|size_?kb)$/i;
const token = /^[\w.:/+-]{1,80}$/;

/** Longest body text that is stored. */
const longest = 4_000;

/** The storable form of an exchange made for a case. */
export function recordOf(exchange: Exchange, caseId: string, redactor: Redactor): ExchangeRecord {
  const { operation, plan } = exchange;
  const base = {
    case: caseId,
    operation: operation.id,
    startedAt: exchange.startedAt,
    durationMs: exchange.durationMs,
    curl: exchange.curl,
    request: {
      method: plan.method,
      url: exchange.url,
      headers: plan.headers.map(([name, value]) => [name, redactor.text(value)] as const),
    },
  };
  if (exchange.kind === 'unanswered') return { ...base, unanswered: exchange.because };
  const { answer } = exchange;
  const traceId = traceIdOf(answer);
  return {
    ...base,
    answer: {
      status: answer.status,
      headers: answer.headers.map(([name, value]) => [name, headerValue(name, value, redactor)] as const),
      body: redactor.text(bodyText(operation, answer, sentIn(exchange))).slice(0, longest),
      ...(traceId === undefined ? {} : { traceId: redactor.text(traceId) }),
    },
  };
}

function headerValue(name: string, value: string, redactor: Redactor): string {
  if (secretName.test(name)) return '<redacted>';
  return kept.test(name) ? redactor.text(value).slice(0, 200) : `<${value.length} characters>`;
}

/** The body with every value that the document does not fix, and we did not send, replaced by its type and length. */
function bodyText(operation: Operation, answer: Answer, sent: ReadonlySet<string>): string {
  if (answer.body.length === 0) return '';
  const parsed = json(answer);
  if (!parsed.ok || answer.body.length > 200_000)
    return `<${mediaType(answer) ?? 'no content type'}, ${answer.body.length} bytes>`;
  const fixed = new Set([...sent, ...documentedValues(operation, answer.status)]);
  return JSON.stringify(masked(parsed.value, '', fixed, 0), null, 2);
}

function masked(value: Json, key: string, fixed: ReadonlySet<string>, depth: number): Json {
  if (depth > 12) return '<nested further>';
  if (Array.isArray(value)) return value.slice(0, 20).map((each) => masked(each as Json, key, fixed, depth + 1));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, 60)
        .map(([name, each]) => [shownName(name), masked(each, name, fixed, depth + 1)]),
    );
  if (typeof value === 'string') {
    if (fixed.has(value)) return value;
    return identifying.test(key) && token.test(value) ? value : `<string of ${value.length}>`;
  }
  if (typeof value === 'number') return identifying.test(key) ? value : '<number>';
  return value;
}

/** Strings that the answer's schema gives as enum, const or example. */
function documentedValues(operation: Operation, status: number): string[] {
  const { document } = operation.contract;
  const schemas = (responseFor(operation, status)?.content ?? []).flatMap(({ schemaPointer }) =>
    schemaPointer === undefined ? [] : placesOf(document, schemaPointer),
  );
  return schemas.flatMap(({ schema: { enum: list, const: one, example, examples } }) =>
    [...(Array.isArray(list) ? list : []), one, example, ...(Array.isArray(examples) ? examples : [])].filter(
      (each) => typeof each === 'string',
    ),
  );
}

/** Strings that the request itself carried. */
function sentIn({ plan }: Exchange): Set<string> {
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

/** The vendor's own name for the request, for its support. */
export function traceIdOf(answer: Answer): string | undefined {
  const parsed = json(answer);
  const value = parsed.ok && isObject(parsed.value) ? parsed.value['trace_id'] : undefined;
  return typeof value === 'string' && token.test(value) ? value : undefined;
}
