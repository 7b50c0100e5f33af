/** Every text below a folder, also what is packed inside other texts: base64, gzip. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { spellings } from '../../../helpers/config/redactor.ts';

export interface Text {
  readonly where: string;
  readonly text: string;
}

export function textsBelow(folder: string): Text[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => [{ where: file, text: file }, ...unpacked(file, readFileSync(file))]);
}

function unpacked(where: string, bytes: Buffer, depth = 0): Text[] {
  const text = bytes.toString('latin1');
  const inside = depth > 2 ? [] : [...text.matchAll(/[A-Za-z0-9+/_-]{40,}={0,2}/g)];
  return [
    { where, text },
    ...(bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(`${where} (gzip)`, gunzipSync(bytes), depth + 1) : []),
    ...inside.flatMap(({ 0: found }) => unpacked(`${where} (base64)`, Buffer.from(found, 'base64'), depth + 1)),
  ];
}

/** Where one of the secrets stands, in any spelling, whole or without its last character: `<name> in <where>`. */
export function leaks(texts: readonly Text[], secrets: Readonly<Record<string, string>>): string[] {
  const forms = Object.entries(secrets).flatMap(([name, value]) =>
    [...spellings(value), value.slice(0, -1)].map((form) => ({ name, form })),
  );
  return [
    ...new Set(
      texts.flatMap(({ where, text }) =>
        forms.flatMap(({ name, form }) => (text.includes(form) ? [`${name} in ${where}`] : [])),
      ),
    ),
  ];
}
