/** Values that firewalls look for: a gateway may reject a request for them before the API sees it. */
import { decoded, text } from '../contract/text.ts';
import type { Json, RequestPlan } from '../contract/types.ts';

/** Quotes, markup, and steps out of a path. */
const suspicious = /['"<>`]|\.\.[/\\]/;
/** A length that no ordinary value has. */
const longest = 250;

const hasControlCharacter = (value: string): boolean =>
  Array.from(value).some((each) => each < ' ' && !'\t\r\n'.includes(each));

const isOdd = (value: string): boolean =>
  value.length > longest || suspicious.test(value) || hasControlCharacter(value);

/** Whether a request carries a value that a firewall may reject, whatever the API would say of it. */
export function hasOddValue({ path, query, headers, body }: RequestPlan): boolean {
  const texts = [
    ...Object.values(path).map(decoded),
    ...query.map(([, value, raw]) => (raw === 'raw' ? decoded(value) : value)),
    ...headers.map(([, value]) => value),
    ...(body.kind === 'json' || body.kind === 'form' ? textsOf(body.value) : []),
  ];
  return texts.some(isOdd);
}

const textsOf = (value: Json): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value as Record<string, Json>).flatMap((each) => textsOf(each))
    : [text(value)];
