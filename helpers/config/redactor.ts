import { literal } from '../contract/text.ts';
/** The one place that takes secrets out of text: by value in every spelling it may come back in, and by name. */

export interface Secret {
  /** The environment variable or kind of value: what is shown in its place. */
  readonly name: string;
  readonly value: string;
}

export interface Redactor {
  /** Learns a secret seen at run time (a token, a signature). */
  add(secret: Secret): void;
  /** The text without any secret; each is replaced by `<NAME>`. */
  text(text: string): string;
  /** Names of the secrets whose value occurs in the text, in any spelling. */
  found(text: string): string[];
  readonly secrets: readonly Secret[];
}

/** Values shorter than this would be found everywhere: they are redacted by name only. */
export const shortestByValue = 6;

/** Every spelling in which a value may appear: raw, percent, form, JSON, base64 (at each offset, both alphabets), hex. */
export function spellings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const percent = encodeURIComponent(value);
  const all = [
    value,
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    percent.replaceAll('%20', '+'),
    encodeURIComponent(percent),
    [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...inBase64(bytes),
  ];
  return [...new Set(all.filter((each) => each.length >= shortestByValue))].toSorted((a, b) => b.length - a.length);
}

/** What base64 shows of these bytes wherever they stand in something longer: the characters they alone decide. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = offset === 0 ? 0 : offset + 1;
    const spare = ((offset + bytes.length) * 8) % 6 === 0 ? 0 : 1;
    const core = encoded.slice(start, encoded.length - spare);
    return core.length < 10 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const parameters =
  'x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|x-goog-credential|sig|signature|awsaccesskeyid|key-pair-id|policy|token|access_token|accesstoken|refresh_token|id_token|api_key|apikey|api-key|client_secret|password|secret';
/** `X-Amz-Signature=…` in a URL, also where the URL stands percent-encoded inside another. */
const inQuery = new RegExp(
  `((?:[?&;]|%3F|%26|\\\\u0026|&amp;)(?:${parameters})(?:=|%3D))((?:(?!%26|&|\\\\u0026)[^\\s"'<>\\\\#])+)`,
  'gi',
);
/** What stands in the place of a secret, or is none: a variable, a placeholder, the suite's own invented key, a bare scheme. */
const scheme = '(?:bearer|basic|digest|token)';
const harmless = String.raw`["']?(?:(?:${scheme}\s*)?(?:[$<]|conformance-|undefined\b|eyJhbGciOiJub25l)|${scheme}\s*(?:\\*["']|$))`;
const inHeader = new RegExp(
  String.raw`\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key|x-amz-security-token)(["']?\s*[:=])(?!\s*${harmless})(\s*["']?(?:${scheme}\s+)?)((?:[^\r\n"'<>\\]|\\(?!\\*["']))+)`,
  'gi',
);
const bearer =
  /\b(bearer|basic)(\s+|%20)(?![$<]|conformance-|eyJhbGciOiJub25l|Y29uZm9ybWFuY2U6)([A-Za-z0-9._~+/=-]{12,})/gi;

/** Names by which a header or property holds a secret whatever its value. */
export const secretName =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|api[-_]?key|.*(?:token|secret|password|signature|credential)s?)$/i;

/** Makes a redactor for the given secrets. */
export function createRedactor(initial: readonly Secret[] = []): Redactor {
  const names = new Map<string, string>();
  const secrets: Secret[] = [];
  let pattern: RegExp | undefined;
  const compile = () => {
    const known = [...names.keys()].toSorted((a, b) => b.length - a.length);
    pattern = known.length === 0 ? undefined : new RegExp(known.map(literal).join('|'), 'g');
    return pattern;
  };
  const redactor: Redactor = {
    secrets,
    add(secret) {
      if (secret.value.length < shortestByValue || secrets.some(({ value }) => value === secret.value)) return;
      secrets.push(secret);
      for (const spelling of spellings(secret.value)) if (!names.has(spelling)) names.set(spelling, secret.name);
      pattern = undefined;
    },
    text(text) {
      const byValue =
        (pattern ?? compile()) ? text.replaceAll(pattern as RegExp, (hit) => `<${names.get(hit) ?? 'SECRET'}>`) : text;
      return byValue
        .replaceAll(inQuery, (_all, head: string) => `${head}<redacted>`)
        .replaceAll(
          inHeader,
          (_all, name: string, colon: string, scheme: string) => `${name}${colon}${scheme}<redacted>`,
        )
        .replaceAll(bearer, (_all, scheme: string, gap: string) => `${scheme}${gap}<redacted>`);
    },
    found(text) {
      if (!(pattern ?? compile())) return [];
      return [...new Set([...text.matchAll(pattern as RegExp)].map(([hit]) => names.get(hit) ?? 'SECRET'))];
    },
  };
  for (const secret of initial) redactor.add(secret);
  return redactor;
}
