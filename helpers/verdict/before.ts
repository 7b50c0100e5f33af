/** What has to be asked before a request can show again what it showed: found by the ids that it names. */
import type { ExchangeRecord } from './report.ts';

/** An id whatever its spelling: `img_3f2a…` and `3f2a-…` are the same. Undefined for words that are no made id. */
export function idIn(word: string): string | undefined {
  const id = word
    .replace(/^[a-z]{2,4}_/, '')
    .replaceAll('-', '')
    .toLowerCase();
  return /^(?=[a-z]*\d)[0-9a-z]{16,64}$/.test(id) ? id : undefined;
}

/** The words of a text that may be ids. */
export const idsIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/[\w-]{16,80}/g)].flatMap(([word]) => idIn(word) ?? []));

/** Exchanges of the run that made what a request names, and those of its case that changed it, in order. */
export function neededBefore(record: ExchangeRecord, all: readonly ExchangeRecord[]): ExchangeRecord[] {
  const earlier = all.filter((each) => each !== record && each.startedAt <= record.startedAt && succeeded(each));
  const made = [...idsIn(record.curl)].flatMap((id) => earlier.find((each) => makes(each, id)) ?? []);
  const ids = new Set(made.flatMap((each) => [...idsIn(each.answer?.body ?? '')]));
  const since = all.indexOf(record);
  const changed = all.filter(
    (each, index) =>
      index < since &&
      each.case === record.case &&
      each.request.method !== 'GET' &&
      !made.includes(each) &&
      succeeded(each) &&
      [...idsIn(each.curl)].some((id) => ids.has(id) && idsIn(record.curl).has(id)),
  );
  return [...new Set([...made, ...changed])];
}

const succeeded = ({ answer }: ExchangeRecord): boolean => answer !== undefined && answer.status < 300;

/** It answers with an id that it was not given. */
const makes = ({ answer, curl }: ExchangeRecord, id: string): boolean =>
  idsIn(answer?.body ?? '').has(id) && !idsIn(curl).has(id);
