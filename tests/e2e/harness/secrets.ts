/** Looks for secrets in everything that a run wrote or printed: in any spelling, also what is packed inside other texts. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { planted } from './leaky.ts';

/** Everything of the caller, and what a leaky vendor planted, that must not be found: by name. */
export function canaries(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const of = (name: string) => env[name] ?? '';
  return {
    ...planted,
    key: of('MAX_AI_API_KEY'),
    restrictedKey: of('MAX_AI_RESTRICTED_API_KEY'),
    appKey: of('INVOX_API_KEY'),
    restrictedAppKey: of('INVOX_RESTRICTED_API_KEY'),
    basic: Buffer.from(`${of('INVOX_APP_ID')}:${of('INVOX_API_KEY')}`).toString('base64'),
  };
}

/** The ways in which a value may stand in a file. Written anew: the redactor's own list proves nothing here. */
function spelled(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, -2);
  });
  return [
    // Without its last character it is as bad.
    value.slice(0, -1),
    encodeURIComponent(value),
    encodeURIComponent(encodeURIComponent(value)),
    encodeURIComponent(value).replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
    JSON.stringify(JSON.stringify(value)).slice(3, -3),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function unpacked(bytes: Buffer, depth = 0): string[] {
  const text = bytes.toString('latin1');
  if (depth > 3) return [text];
  const inner: Buffer[] = [...text.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([blob]) => Buffer.from(blob, 'base64'));
  const tried = (open: () => Buffer) => {
    try {
      inner.push(open());
    } catch {
      // Not packed in this way.
    }
  };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) tried(() => gunzipSync(bytes));
  for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4))
    tried(() =>
      inflateRawSync(bytes.subarray(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)), {
        finishFlush: 2,
      }),
    );
  return [text, ...inner.flatMap((each) => unpacked(each, depth + 1))];
}

/** Every file below a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Names of the secrets found in files below folders (those that exist) and in what was printed: `<name> in <where>`. */
export function secretsFound(
  secrets: Readonly<Record<string, string>>,
  folders: readonly string[],
  printed: readonly string[] = [],
): string[] {
  const files = folders
    .filter((folder) => statSync(folder, { throwIfNoEntry: false }) !== undefined)
    .flatMap(filesIn)
    .filter((file) => !file.includes(`${path.sep}tsx-`) && !file.includes('playwright-transform-cache'));
  const texts: (readonly [string, readonly string[]])[] = [
    ...files.map((file) => [file, [file, ...unpacked(readFileSync(file))]] as const),
    ...printed.map((text, index) => [`output ${index}`, unpacked(Buffer.from(text))] as const),
  ];
  const forms = Object.entries(secrets).map(([name, value]) => [name, spelled(value)] as const);
  return texts.flatMap(([place, all]) =>
    forms.flatMap(([name, spellings]) =>
      spellings.some((spelling) => all.some((text) => text.includes(spelling))) ? [`${name} in ${place}`] : [],
    ),
  );
}
