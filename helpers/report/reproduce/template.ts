/** Requests with what an earlier step makes anew as a shell variable in the place of what the run had made. */
import type { Json, Made, RequestRecord, Text } from '../../contract/types.ts';
import { isObject } from '../../contract/pointer.ts';
import { variablesOf } from '../../contract/request-record.ts';
import type { ExchangeRecord } from '../../run/exchange-record.ts';
import { decoded } from '../../contract/text.ts';

/** Something that a step makes and a later one uses. */
export interface Name {
  readonly made: Made;
  readonly step: ExchangeRecord;
  /** Shell variable that holds it. */
  readonly variable: string;
  /** The id as later requests spell it; absent for addresses and secrets. */
  readonly spelled?: string;
}

/** The names of a chain of exchanges, in the order of the steps that make them. */
export function namesOf(chain: readonly ExchangeRecord[]): Name[] {
  const names: Name[] = [];
  const add = (name: Omit<Name, 'variable'>, prefix: string) =>
    names.push({
      ...name,
      variable: `${prefix}_${names.filter(({ variable }) => variable.startsWith(prefix)).length + 1}`,
    });
  for (const [index, step] of chain.entries()) {
    const later = chain.slice(index + 1);
    for (const made of step.makes ?? []) {
      if (made.kind === 'secret') {
        if (later.some(({ request }) => variablesOf(request).includes(made.value)))
          names.push({ made, step, variable: made.value });
      } else if (made.kind === 'url') {
        if (later.some(({ request: { base } }) => 'digest' in base && base.digest === made.value))
          add({ made, step }, 'url');
      } else
        for (const spelled of spellingsIn(later, made.value))
          if (!names.some((name) => name.spelled === spelled)) add({ made, step, spelled }, 'id');
    }
  }
  return names;
}

const spellingsIn = (records: readonly ExchangeRecord[], id: string): string[] => [
  ...new Set(
    records.flatMap(({ uses = [] }) => uses.flatMap(({ value, spelled }) => (value === id ? (spelled ?? []) : []))),
  ),
];

/** A request that uses the variables of `names` for what they stand for. */
export function template(request: RequestRecord, names: readonly Name[]): RequestRecord {
  const variableFor = (text: string) => names.find(({ spelled }) => spelled === text)?.variable;
  const replaced = (text: Text): Text => {
    const variable = typeof text === 'string' ? (variableFor(text) ?? variableFor(decoded(text))) : undefined;
    return variable === undefined ? text : [{ variable }];
  };
  const { pathValues, query, headers, body } = request;
  const text = body.kind === 'json' ? jsonText(body.value, variableFor) : undefined;
  return {
    ...request,
    pathValues: Object.fromEntries(Object.entries(pathValues).map(([name, value]) => [name, replaced(value)])),
    query: query.map(([name, value, raw]) => (raw ? [name, replaced(value), raw] : [name, replaced(value)])),
    headers: headers.map(([name, value]) => [name, replaced(value)]),
    ...(body.kind === 'json' &&
      text?.some((piece) => typeof piece !== 'string') && {
        body: { kind: 'text' as const, text, contentType: body.contentType },
      }),
  };
}

type Pieces = Exclude<Text, string>;

/** The JSON text of a value, with variables in the place of strings. */
function jsonText(value: Json, variableFor: (text: string) => string | undefined): Pieces {
  if (typeof value === 'string') {
    const variable = variableFor(value);
    return variable === undefined ? [JSON.stringify(value)] : ['"', { variable }, '"'];
  }
  if (Array.isArray(value)) return ['[', ...listed(value.map((each: Json) => jsonText(each, variableFor))), ']'];
  if (!isObject(value)) return [JSON.stringify(value)];
  const members = Object.entries(value).map(([name, each]) => [
    `${JSON.stringify(name)}:`,
    ...jsonText(each, variableFor),
  ]);
  return ['{', ...listed(members), '}'];
}

const listed = (parts: readonly Pieces[]): Pieces =>
  parts.flatMap((part, index) => (index === 0 ? part : [',', ...part]));
