/** What has to be asked before a request can show again what it showed: found by the ids that it names. */
import type { ExchangeRecord } from '../verdict/report.ts';

/** An id whatever its spelling: `img_3f2a…` and `3f2a-…` are the same. Undefined for words that are no made id. */
export function idIn(word: string): string | undefined {
  const id = word
    .replace(/^[a-z]{2,4}_/, '')
    .replaceAll('-', '')
    .toLowerCase();
  return /^(?=[a-z]*\d)[0-9a-z]{16,64}$/.test(id) ? id : undefined;
}

/** The ids that a text names. */
export const idsIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/[\w-]{16,80}/g)].flatMap(([word]) => idIn(word) ?? []));

/** For any exchange of a run: those that made what its request names, and those of its case that changed it since, in order. */
export function sequences(all: readonly ExchangeRecord[]): (record: ExchangeRecord) => readonly ExchangeRecord[] {
  const named = new Map(all.map((record) => [record, idsIn(record.curl)]));
  const makers = new Map<string, ExchangeRecord>();
  const made = new Map<ExchangeRecord, ReadonlySet<string>>();
  for (const record of all.filter(succeeded)) {
    const fresh = [...idsIn(record.answer?.body ?? '')].filter((id) => named.get(record)?.has(id) !== true);
    made.set(record, new Set(fresh));
    for (const id of fresh) if (!makers.has(id)) makers.set(id, record);
  }
  return (record) => {
    const ids = [...(named.get(record) ?? [])];
    const first = ids.flatMap((id) => {
      const maker = makers.get(id);
      return maker && maker !== record && maker.startedAt <= record.startedAt ? [maker] : [];
    });
    const ours = new Set(first.flatMap((each) => [...(made.get(each) ?? [])]).filter((id) => ids.includes(id)));
    const earlier = all.slice(0, Math.max(all.indexOf(record), 0));
    const changed = earlier.filter(
      (each) =>
        each.case === record.case &&
        each.request.method !== 'GET' &&
        succeeded(each) &&
        [...(named.get(each) ?? [])].some((id) => ours.has(id)),
    );
    return [...new Set([...first, ...changed])];
  };
}

const succeeded = ({ answer }: ExchangeRecord): boolean => answer !== undefined && answer.status < 300;
