/** Reading and writing single report files. Everything written is private to the user. */
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export { artefacts, historyFolder } from './folder/names.ts';
export { filesBelow } from './folder/reports-folder.ts';

/** Writes one report. */
export const writeReport = (folder: string, name: string, text: string): void =>
  writeBytes(folder, name, Buffer.from(text));

/** The same for what is no text. */
export function writeBytes(folder: string, name: string, bytes: Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, bytes, { mode: 0o600 });
}

/** Characters that are written at a time. */
const atATime = 1_048_576;

/** Writes data as `JSON.stringify(data, null, 2)` has it, its lists item by item: a large report is never one text in memory. */
export function writeJson(folder: string, name: string, data: object): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = openSync(file, 'w', 0o600);
  try {
    let text = '';
    for (const piece of jsonPieces(data)) {
      text += piece;
      if (text.length < atATime) continue;
      appendFileSync(handle, text);
      text = '';
    }
    appendFileSync(handle, `${text}\n`);
  } finally {
    closeSync(handle);
  }
}

function* jsonPieces(data: object): Generator<string> {
  const indented = (value: unknown, by: string) =>
    (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${by}`);
  let before = '{';
  for (const [key, value] of Object.entries(data).filter(([, each]) => each !== undefined)) {
    yield `${before}\n  ${JSON.stringify(key)}: `;
    before = ',';
    if (Array.isArray(value) && value.length > 0) {
      for (const [index, item] of value.entries()) yield `${index === 0 ? '[' : ','}\n    ${indented(item, '    ')}`;
      yield '\n  ]';
    } else yield indented(value, '  ');
  }
  yield before === '{' ? '{}' : '\n}';
}

/** A report of this or an earlier run, or another file by its path from `folder`; undefined where there is none. */
export function readReport(folder: string, name: string): string | undefined {
  try {
    return readFileSync(path.resolve(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** Adds to a file of another program's, such as the summary of a CI job: what earlier steps wrote there stays. */
export function appendReport(file: string, text: string): void {
  appendFileSync(file, text);
}
