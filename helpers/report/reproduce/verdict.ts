/** Shell lines that decide a finding again: exit status 1 still deviates, 0 no longer deviates, 2 cannot tell. */
import type { ExpectedValue, Json } from '../../contract/types.ts';
import { quote } from '../../client/curl.ts';
import type { FindingReport } from '../../verdict/report.ts';

/** The lines; they follow the request, whose answer is in `$status`, `head` and `body`. */
export function verdictLines({ at, values, exchange }: FindingReport): string[] {
  const expected = values?.expected;
  if (expected === undefined) return ["cannot 'compare the answer above with what was expected'"];
  const observed = exchange?.answer?.status;
  const test = testOf(expected, at);
  if (expected.kind === 'status') return [`if ${test}; then no_longer; fi`, ...troubleLines(observed), 'still'];
  return [
    ...(observed === undefined
      ? []
      : [`[ "$status" = ${observed} ] || cannot "answered $status, the finding is about ${observed}"`]),
    ...(needsJson(expected) ? ["flat > /dev/null || cannot 'the body is not JSON'"] : []),
    `if ${test}; then no_longer; else still; fi`,
  ];
}

/** A gateway, a limit or a credential in the way says nothing about the finding, unless that is the finding. */
const troubleLines = (observed: number | undefined): string[] => {
  const trouble = [401, 403, 429, 502, 503, 504].filter((status) => status !== observed);
  return [`case "$status" in ${trouble.join('|')}) cannot "answered $status" ;; esac`];
};

const needsJson = ({ kind }: ExpectedValue): boolean =>
  ['present', 'type', 'value', 'unwrapped', 'parameter'].includes(kind);

/** A shell condition that holds where the answer is right. */
function testOf(expected: ExpectedValue, at: string): string {
  const [header, name = ''] = at.split(':');
  switch (expected.kind) {
    case 'status':
      return `matches "$status" ${expected.oneOf.map((each) => quote(each.toUpperCase().replaceAll('X', '?'))).join(' ')}`;
    case 'present':
      return header === 'header'
        ? `[ -n "$(header ${quote(name)})" ]`
        : expected.anyOf.map((property) => `has ${quote(beside(at, property))}`).join(' || ');
    case 'type':
      return `matches "$(type_at ${quote(at)})" ${expected.oneOf.flatMap(typesFor).map(quote).join(' ')}`;
    case 'value':
      return `one_of "$(value_at ${quote(at)})" ${expected.oneOf.map((each) => quote(textOf(each))).join(' ')}`;
    case 'media-type':
      return `matches "$(media_type)" ${expected.oneOf.map((each) => quote(each)).join(' ')}`;
    case 'unwrapped':
      return expected.required.map((property) => `has ${quote(beside('/', property))}`).join(' && ');
    case 'json':
      return 'flat > /dev/null';
    case 'no-body':
      return '[ ! -s body ]';
    case 'parameter':
      return `[ "$(parameter ${quote(expected.name)} "$(value_at ${quote(at)})")" = ${quote(expected.equals)} ]`;
  }
}

/** An integer is a number, too. */
const typesFor = (type: string): string[] => (type === 'number' ? ['number', 'integer'] : [type]);

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The pointer of a property beside the one at a pointer. */
const beside = (at: string, name: string): string =>
  `${at.slice(0, at.lastIndexOf('/'))}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The functions that the lines use. */
export const functions = String.raw`
still() { printf 'still deviates\n'; exit 1; }
no_longer() { printf 'no longer deviates\n'; exit 0; }
cannot() { printf 'cannot tell: %s\n' "$1"; exit 2; }
flat() { awk "$json" body; }
line_at() { flat | PLACE="$1" awk -F '\t' '$1 == ENVIRON["PLACE"] { print; exit }'; }
value_at() { line_at "$1" | cut -f 3-; }
type_at() { line_at "$1" | cut -f 2; }
has() { [ -n "$(line_at "$1")" ]; }
first_at() { for place; do [ -z "$(value_at "$place")" ] || { value_at "$place"; return; }; done; }
header() {
  NAME="$1" awk '/^HTTP\// { found = "" } tolower($0) ~ "^" ENVIRON["NAME"] ":" { found = $0 } END {
    sub(/^[^:]*:[ \t]*/, "", found); sub(/[ \t\r]*$/, "", found); print found }' head
}
media_type() { header content-type | tr A-Z a-z | sed 's/[ \t]*;.*//'; }
matches() { text="$1"; shift; for pattern; do case "$text" in $pattern) return 0 ;; esac; done; return 1; }
one_of() { text="$1"; shift; for each; do [ "$text" = "$each" ] && return 0; done; return 1; }
parameter() { printf '%s\n' "$2" | tr '?&' '\n\n' | sed -n "s/^$1=//p" | head -n 1; }
`.trim();
