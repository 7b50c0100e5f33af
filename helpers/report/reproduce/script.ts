/** A deviation as a shell script: the smallest requests that show it, what they need made anew, and a verdict. */
import { curlOf, isName, quote } from '../../client/curl.ts';
import { images } from '../../cases/images.ts';
import type { FileRecord, Piece, RequestRecord } from '../../contract/types.ts';
import { variablesOf } from '../../contract/request-record.ts';
import type { ExchangeRecord } from '../../run/exchange-record.ts';
import type { ClauseReport, FindingReport } from '../../verdict/report.ts';
import { moment, oneLine } from '../wording.ts';
import { jsonAwk } from './json-awk.ts';
import { namesOf, template, type Name } from './template.ts';
import { functions, verdictLines } from './verdict.ts';

/** Why a script cannot repeat a request as it stands; undefined where it can. */
export function unrepeatable({ exchange, before = [] }: FindingReport): string | undefined {
  if (!exchange) return 'no single request reproduces it: see what was observed';
  return [...before, exchange].some(({ request }) => request.incomplete)
    ? 'a value of the request was removed from the records: fill it in where the line says so'
    : undefined;
}

/** Variables that have to be set before a script can run: not those that its own steps give. */
export function neededVariables({ exchange, before = [] }: FindingReport): string[] {
  const chain = [...before, ...(exchange ? [exchange] : [])];
  const given = new Set(namesOf(chain).map(({ variable }) => variable));
  const all = chain.flatMap(({ request }) => variablesOf(request));
  return [...new Set(all)].filter((name) => isName(name) && !given.has(name)).toSorted();
}

/** The whole script. Text of others stands in comments and single quotes only. */
export function reproduceScript(clause: ClauseReport, finding: FindingReport): string {
  const { exchange, before = [] } = finding;
  if (!exchange) throw new Error(`${finding.id} has no exchange`);
  const chain = [...before, exchange];
  const names = namesOf(chain);
  const variables = neededVariables(finding);
  const missing = unrepeatable(finding);
  const { lines, files } = stepsOf(chain, names);
  return [
    '#!/usr/bin/env bash',
    comment(`${clause.level} ${clause.sentence}`),
    comment(`Clause ${clause.id}, finding ${finding.code} at ${finding.at} (${finding.id}).`),
    '#',
    '# Prints "still deviates" (exit status 1), "no longer deviates" (0) or "cannot tell" (2).',
    `# It needs bash, curl, awk${needsOpenssl(chain) ? ', openssl' : ''} and these variables:`,
    ...variables.map((name) => `#   ${name.padEnd(28)} ${meaning(name)}`),
    ...(names.some(({ made }) => made.kind !== 'secret')
      ? [
          '#',
          '# The resources of the run are gone: the steps before the last create them again and do not remove them.',
        ]
      : []),
    ...(missing === undefined ? [] : ['#', comment(`Before it can be run: ${missing}.`)]),
    '',
    'set -u',
    `json=${quote(jsonAwk)}`,
    functions,
    ...variables.map((name) => `[ -n "\${${name}:-}" ] || cannot '${name} is not set: ${meaning(name)}'`),
    'work=$(mktemp -d) || exit 2',
    `trap 'rm -rf "$work"' EXIT`,
    ...certificateLines(chain),
    'cd "$work" || exit 2',
    ...[...files].map(([name, content]) => fileLine(name, content)),
    '',
    ...lines,
    `printf '%s\\n' ${quote(`Expected: ${oneLine(finding.expected)}`)}`,
    `printf '%s\\n' ${quote(`Observed: ${oneLine(finding.actual)}, at ${finding.at}, on ${moment(exchange.startedAt)}`)}`,
    `printf '%s\\n' 'The response:'`,
    'cat head body',
    `printf '\\n\\n'`,
    ...verdictLines(finding),
    '',
  ].join('\n');
}

/** A certificate or a key may be given as a path or as text; curl takes a path, also from another folder. */
function certificateLines(chain: readonly ExchangeRecord[]): string[] {
  const names = chain.flatMap(({ request: { certificate } }) =>
    certificate ? [certificate.cert, certificate.key] : [],
  );
  return names.length === 0
    ? []
    : [
        `pem() { case "$1" in -----BEGIN*) printf '%s\\n' "$1" > "$work/$2"; set -- "$work/$2" ;; /*) ;; *) set -- "$PWD/$1" ;; esac; printf %s "$1"; }`,
        ...[...new Set(names)].filter(isName).map((name) => `${name}=$(pem "$${name}" ${name}.pem)`),
      ];
}

interface Steps {
  readonly lines: readonly string[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The requests of a chain, each in the order in which it has to be sent. */
function stepsOf(chain: readonly ExchangeRecord[], names: readonly Name[]): Steps {
  const files = new Map<string, Uint8Array>();
  const lines = chain.flatMap((record, index) => {
    const isLast = index === chain.length - 1;
    const request = withFiles(template(record.request, names), `${index + 1}`, files);
    const address = names.find(({ made }) => 'digest' in request.base && made.value === request.base.digest)?.variable;
    const made = names.filter(({ step }) => step === record);
    const [secret] = made.filter(({ made: { kind } }) => kind === 'secret');
    const send = `status=$(${curlOf(request, { address, output: 'files' })}) || cannot 'step ${index + 1} got no response'`;
    const failed = `case "$status" in 2*) ;; *) cannot "step ${index + 1} answered $status" ;; esac`;
    const title = comment(`${index + 1}. ${isLast ? 'The deviation' : titleOf(made)}`);
    if (isLast) return [title, send, ''];
    const body = [send, failed, ...made.flatMap(extraction)];
    return secret
      ? [title, `if [ -z "\${${secret.variable}:-}" ]; then`, ...body.map((line) => `  ${line}`), 'fi', '']
      : [title, ...body, ''];
  });
  return { lines, files };
}

function titleOf(made: readonly Name[]): string {
  if (made.length === 0) return 'Completes or changes the resource';
  return made.some(({ made: { kind } }) => kind === 'secret') ? 'Requests a token' : 'Creates what the next steps use';
}

/** Lines that take a made value out of the answer. */
function extraction({ made, variable, spelled }: Name): string[] {
  const places = made.from.map((place) => quote(place)).join(' ');
  const value =
    made.from[0] === 'Location' ? `$(header location | sed 's/[?#].*//; s#/*$##; s#.*/##')` : `$(first_at ${places})`;
  return [
    `${variable}=${value}`,
    `[ -n "$${variable}" ] || cannot 'the response has nothing at ${made.from.join(' or ')}'`,
    ...(made.kind === 'id'
      ? [...spelling(variable, made.spelled ?? '', spelled ?? ''), `printf 'Made: %s\\n' "$${variable}"`]
      : []),
  ];
}

/** Lines that turn an id from the spelling of the answer into that of the requests: another prefix, dashes or none. */
function spelling(variable: string, made: string, wanted: string): string[] {
  if (made === wanted) return [];
  const prefix = /^[a-z]{2,4}_/.exec(wanted)?.[0] ?? '';
  const bare = wanted.slice(prefix.length);
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

/** The request with a name of its own for each file; the files' contents are collected. */
function withFiles(request: RequestRecord, step: string, files: Map<string, Uint8Array>): RequestRecord {
  if (request.body.kind !== 'multipart') return request;
  const parts = request.body.parts.map((part) => {
    if (!part.file) return part;
    const name = files.has(part.file.name) ? `${step}-${part.file.name}` : part.file.name;
    files.set(name, contentOf(part.file, part.contentType));
    return { ...part, file: { ...part.file, name } };
  });
  return { ...request, body: { ...request.body, parts } };
}

/** The stored content of a file; of a large one a small file of the same type. */
function contentOf({ base64, name }: FileRecord, type = name): Uint8Array {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (/jpe?g$/i.test(type)) return images.jpeg;
  if (/gif$/i.test(type)) return images.gif;
  return /png$/i.test(type) ? images.png : Buffer.from('conformance\n');
}

const fileLine = (name: string, bytes: Uint8Array): string =>
  bytes.length === 0
    ? `: > ${quote(`./${name}`)}`
    : `printf '%s' '${Buffer.from(bytes).toString('base64')}' | base64 -d > ${quote(`./${name}`)}`;

const needsOpenssl = (chain: readonly ExchangeRecord[]): boolean =>
  chain.some(({ request }) =>
    request.credentials.some(({ value }) => typeof value !== 'string' && value.some(isBase64)),
  );
const isBase64 = (piece: Piece): boolean => typeof piece !== 'string' && 'base64' in piece;

const comment = (text: string): string => `# ${oneLine(text)}`;

const meanings: readonly (readonly [RegExp, string])[] = [
  [/CLIENT_CERT$/, 'a client certificate: the path of a PEM file, or its text'],
  [/CLIENT_KEY$/, 'its key: the path of a PEM file, or its text'],
  [/PASSPHRASE$/, 'the passphrase of the key'],
  [/_BASE_URL$/, 'where the API is, without its version'],
  [/TOKEN_URL$/, 'where access tokens are requested'],
  [/RESTRICTED/, 'a credential that lacks the permission'],
  [/RATE_LIMIT/, 'a key of another application'],
  [/ACCESS_TOKEN$/, 'an access token from the token endpoint'],
  [/API_KEY$/, 'the API key'],
];
const meaning = (name: string): string => meanings.find(([pattern]) => pattern.test(name))?.[1] ?? 'see the deviation';
