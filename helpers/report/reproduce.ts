/** A deviation as a shell script: the smallest requests that show it, with the secrets as variables and every id made anew. */
import { images } from '../cases/images.ts';
import { idIn, idsIn } from '../run/before.ts';
import type { ClauseReport, ExchangeRecord, FindingReport } from '../verdict/report.ts';
import { moment, oneLine } from './wording.ts';

/** Why a script cannot repeat a request as it stands; undefined where it can. */
export function unrepeatable({ exchange }: FindingReport): string | undefined {
  if (!exchange || exchange.curl === '') return 'no single request shows it: see what was observed';
  if (/<[^>]*>/.test(withoutKnown(exchange.curl)))
    return 'its request held a value that was removed from the records: fill it in where the line says so';
  return undefined;
}

const recased = /<(\w+) in the other letter case>/g;
const withoutKnown = (curl: string): string => curl.replaceAll(recased, '');

/** Shell variables that a line uses. */
const variablesIn = (curl: string): string[] =>
  [...curl.matchAll(/\$\{?([A-Z][A-Z0-9_]*)|<(\w+) in the other/g)].flatMap(([, one, two]) => one ?? two ?? []);

/** The whole script. Text of others stands in comments and single quotes only. */
export function reproduceScript(clause: ClauseReport, finding: FindingReport): string {
  const { exchange, before = [] } = finding;
  if (!exchange) throw new Error(`${finding.id} has no exchange`);
  const all = [...before, exchange];
  const variables = [...new Set(all.flatMap(({ curl }) => variablesIn(curl)))].toSorted();
  const files = [...new Map(all.flatMap(filesIn))];
  const names = namesOf(before, exchange);
  const missing = unrepeatable(finding);
  return [
    '#!/usr/bin/env bash',
    comment(`${clause.level} ${clause.sentence}`),
    comment(`Clause ${clause.id}, finding ${finding.code} at ${finding.at} (${finding.id}).`),
    '#',
    '# It needs bash, curl, and these variables:',
    ...variables.map((name) => `#   ${name.padEnd(26)} ${meaning(name)}`),
    ...(before.length > 0
      ? [
          '#',
          '# What the run made is gone: steps before the last make the same again. It is left there, its id is printed.',
        ]
      : []),
    ...(missing === undefined ? [] : ['#', comment(`Before it can be run: ${missing}.`)]),
    '',
    'set -eu',
    ...variables.map((name) => `: "\${${name}:?${meaning(name).replaceAll(/["$`\\}]/g, '')}}"`),
    ...(files.length > 0 ? ['cd "$(mktemp -d)"', ...files.map(([name, bytes]) => fileLine(name, bytes))] : []),
    '',
    ...before.flatMap((record, index) => stepLines(record, index + 1, names)),
    comment(`${before.length + 1}. What shows it`),
    `printf '%s\\n' ${quoted(`Expected: ${oneLine(finding.expected)}`)}`,
    `printf '%s\\n' ${quoted(`Observed: ${oneLine(finding.actual)}, at ${finding.at}, on ${moment(exchange.startedAt)}`)}`,
    `printf '%s\\n\\n' 'The answer now:'`,
    withIds(exchange.curl, names),
    "printf '\\n'",
    '',
  ].join('\n');
}

/** A made id: where the script keeps it, by the spelling in which a request names it. */
interface Name {
  readonly variable: string;
  readonly word: string;
  /** The step that makes it, and which string of its answer it is. */
  readonly step: ExchangeRecord;
  readonly key: string;
  readonly nth: number;
  /** As the answer spells it. */
  readonly made: string;
}

function namesOf(before: readonly ExchangeRecord[], exchange: ExchangeRecord): readonly Name[] {
  const words = new Set([...before, exchange].flatMap(({ curl }) => [...curl.matchAll(/[\w-]{16,80}/g)].map(String)));
  const names: Name[] = [];
  for (const step of before)
    for (const [key, value, nth] of stringsIn(step.answer?.body ?? '')) {
      const id = idIn(value);
      if (id === undefined || idsIn(step.curl).has(id)) continue;
      for (const word of words)
        if (idIn(word) === id && !names.some((each) => each.word === word))
          names.push({ variable: `id_${names.length + 1}`, word, step, key, nth, made: value });
    }
  return names;
}

/** Strings of a JSON text by key, and how many of that key came before. */
function stringsIn(body: string): (readonly [key: string, value: string, nth: number])[] {
  const counts = new Map<string, number>();
  return [...body.matchAll(/"([A-Za-z_][\w-]*)"\s*:\s*"([^"\\]*)"/g)].map(([, key = '', value = '']) => {
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return [key, value, nth] as const;
  });
}

function stepLines(record: ExchangeRecord, number: number, names: readonly Name[]): string[] {
  const made = names.filter(({ step }) => step === record);
  const line = withIds(record.curl, names);
  const head = comment(`${number}. ${made.length > 0 ? 'Makes what is asked about' : 'Changes it'}`);
  if (made.length === 0) return [head, `${line} >&2`, ''];
  return [
    head,
    `answer=$(${line})`,
    ...made.flatMap((name) => [
      `${name.variable}=$(printf '%s' "$answer" | tr -d '\\n' | grep -oE '"${name.key}"[[:space:]]*:[[:space:]]*"[^"]*"' | sed -n '${name.nth}p' | sed -E 's/.*"([^"]*)"$/\\1/')`,
      `[ -n "$${name.variable}" ] || { printf 'Nothing was made:\\n%s\\n' "$answer" >&2; exit 1; }`,
      ...spelling(name),
      `printf 'Made: %s\\n' "$${name.variable}" >&2`,
    ]),
    '',
  ];
}

/** Lines that turn an id from the spelling of the answer into that of the request. */
function spelling({ variable, made, word }: Name): string[] {
  if (made === word) return [];
  const prefix = /^[a-z]{2,4}_/.exec(word)?.[0] ?? '';
  const bare = word.slice(prefix.length);
  const strip = `${variable}=$(printf '%s' "$${variable}" | sed -E 's/^[a-z]{2,4}_//; s/-//g')`;
  if (!bare.includes('-')) return [strip, `${variable}="${prefix}$${variable}"`];
  let at = 0;
  const parts = bare.split('-').map((part) => {
    const piece = `\${${variable}:${at}:${part.length}}`;
    at += part.length;
    return piece;
  });
  return [strip, `${variable}="${prefix}${parts.join('-')}"`];
}

/** The line with every made id as its variable, whatever quotes it stands in. */
function withIds(curl: string, names: readonly Name[]): string {
  let out = '';
  let quote = '';
  const line = curl.replaceAll(recased, (_all, name: string) => `$(printf '%s' "$${name}" | tr 'A-Za-z' 'a-zA-Z')`);
  for (let index = 0; index < line.length;) {
    const name = names.find(({ word }) => line.startsWith(word, index));
    if (name) {
      const use = `$${name.variable}`;
      out += quote === "'" ? `'"${use}"'` : quote === '"' ? `\${${name.variable}}` : `"${use}"`;
      index += name.word.length;
      continue;
    }
    const character = line.charAt(index);
    if (character === '\\' && quote !== "'") {
      out += line.slice(index, index + 2);
      index += 2;
      continue;
    }
    if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = '';
    out += character;
    index += 1;
  }
  return out;
}

const png = Buffer.from(images.png);

/** Files that a line uploads, small ones of the same kind. */
function filesIn({ curl, case: id }: ExchangeRecord): [string, Uint8Array][] {
  return [...curl.matchAll(/-F '?[^'=]*=@([^;']+)(?:;type=([\w/.+-]+))?/g)].map(([, name = '', type]) => [
    name,
    contentOf(type ?? name, id),
  ]);
}

function contentOf(typeOrName: string, caseId: string): Uint8Array {
  if (caseId.endsWith('/part/empty')) return new Uint8Array();
  if (caseId.endsWith('/part/mismatch')) return Buffer.from('this is not an image');
  if (/jpe?g$/i.test(typeOrName)) return images.jpeg;
  if (/gif$/i.test(typeOrName)) return images.gif;
  return /png$/i.test(typeOrName) ? png : Buffer.from('conformance\n');
}

const fileLine = (name: string, bytes: Uint8Array): string =>
  bytes.length === 0
    ? `: > ${quoted(`./${name}`)}`
    : `printf '%s' '${Buffer.from(bytes).toString('base64')}' | base64 -d > ${quoted(`./${name}`)}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const comment = (text: string): string => `# ${oneLine(text)}`;

const meanings: readonly (readonly [RegExp, string])[] = [
  [/_BASE_URL$/, 'where the API is, without its version'],
  [/RESTRICTED/, 'a credential that lacks the permission'],
  [/RATE_LIMIT/, 'a key of another application'],
  [/ACCESS_TOKEN$/, 'an access token from the token endpoint'],
  [/API_KEY$/, 'the API key'],
];
const meaning = (name: string): string => meanings.find(([pattern]) => pattern.test(name))?.[1] ?? 'see the deviation';
