/** What an answer gives that later requests can use, and what of it a request uses: the links of a chain that can be sent again. */
import { header, json } from '../checks/read.ts';
import { digestOf } from '../client/request-record.ts';
import { isObject, join } from '../contract/pointer.ts';
import type { Answer, Exchange, Json, Made, RequestPlan, Used } from '../contract/types.ts';
import { decoded } from '../contract/text.ts';

/** Ids of this run, whatever their spelling. */
export interface KnownIds {
  /** The same text for all spellings of an id. */
  readonly canonical: (id: string) => string;
  /** Canonical ids of what this process made. */
  readonly made: ReadonlySet<string>;
}

/** Ids that an exchange created (`created`), and every address in its answer. */
export function madeBy(exchange: Exchange, created: readonly string[], { canonical }: KnownIds): Made[] {
  if (exchange.kind === 'unanswered' || exchange.answer.status >= 300) return [];
  const { answer } = exchange;
  const leaves = leavesOf(answer);
  const ids = created.flatMap((id): Made[] => {
    const place = leaves.find(([, value]) => value === id)?.[0] ?? (isInLocation(answer, id) ? 'Location' : undefined);
    return place === undefined ? [] : [{ kind: 'id', value: canonical(id), from: [place], spelled: id }];
  });
  const addresses = leaves
    .filter(([, value]) => /^https?:\/\//i.test(value))
    .map(([place, value]): Made => ({ kind: 'url', value: digestOf(value), from: [place] }));
  return [...ids, ...addresses];
}

const isInLocation = (answer: Answer, id: string): boolean =>
  header(answer, 'location')?.split(/[?#]/)[0]?.split('/').findLast(Boolean) === encodeURIComponent(id);

/** Ids of this run that a request names in its path, query, headers or body. */
export function usedBy({ path, query, headers, body }: RequestPlan, { canonical, made }: KnownIds): Used[] {
  const texts = [
    ...Object.values(path).map(decoded),
    ...query.map(([, value]) => value),
    ...headers.map(([, value]) => value),
    ...(body.kind === 'json' || body.kind === 'form' ? stringsIn(body.value).map(([, value]) => value) : []),
  ];
  const named = texts.filter((text) => text !== '' && made.has(canonical(text)));
  return [...new Set(named)].map((text) => ({ kind: 'id', value: canonical(text), spelled: text }));
}

const leavesOf = (answer: Answer): (readonly [place: string, value: string])[] => {
  const parsed = json(answer);
  return parsed.ok ? stringsIn(parsed.value) : [];
};

/** Every string of a JSON value (numbers as text) with its JSON pointer. */
function stringsIn(value: Json, place = ''): (readonly [place: string, value: string])[] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'number') return [[place, String(value)]];
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => stringsIn(each, join(place, index)));
  return isObject(value) ? Object.entries(value).flatMap(([name, each]) => stringsIn(each, join(place, name))) : [];
}
