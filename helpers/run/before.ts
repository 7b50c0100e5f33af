/** What has to be sent before a request can show again what it showed: the chain of exchanges that made what it uses. */
import { isSafe } from '../contract/methods.ts';
import { groupBy } from '../contract/group-by.ts';
import { variablesOf, type Made } from '../contract/request-record.ts';
import type { ExchangeRecord } from './exchange-record.ts';

type Thing = Pick<Made, 'kind' | 'value'>;
const keyOf = ({ kind, value }: Thing): string => `${kind} ${value}`;

/** All that a request uses: ids of this run, addresses of earlier answers, secrets that a service gave. */
const usesOf = ({ request, uses = [] }: ExchangeRecord): Thing[] => [
  ...uses,
  ...('digest' in request.base ? [{ kind: 'url' as const, value: request.base.digest }] : []),
  ...variablesOf(request).map((value) => ({ kind: 'secret' as const, value })),
];

/**
 * For any exchange of a run what has to be sent before it, in order: those that made what it uses, with what these need
 * themselves; and those that completed or changed it since, in its own case or in the one that made it.
 */
export function sequences(all: readonly ExchangeRecord[]): (record: ExchangeRecord) => readonly ExchangeRecord[] {
  const places = new Map(all.map((record, index) => [record, index]));
  const byCase = groupBy(all, (record) => record.case);
  const makers = new Map<string, ExchangeRecord>();
  for (const record of all)
    for (const key of (record.makes ?? []).map(keyOf)) if (!makers.has(key)) makers.set(key, record);

  function collect(record: ExchangeRecord, found: Set<ExchangeRecord>): void {
    for (const key of usesOf(record).map(keyOf)) {
      const maker = makers.get(key);
      if (!maker || maker === record || found.has(maker) || maker.startedAt > record.startedAt) continue;
      found.add(maker);
      collect(maker, found);
    }
  }

  return (record) => {
    const found = new Set<ExchangeRecord>();
    collect(record, found);
    const made = new Set(
      [...found].flatMap(({ makes = [] }) => makes).flatMap((each) => (each.kind === 'secret' ? [] : keyOf(each))),
    );
    const cases = new Set([record.case, ...[...found].map((maker) => maker.case)]);
    const earlier = [...cases]
      .flatMap((id) => byCase.get(id) ?? [])
      .filter((each) => each !== record && each.startedAt <= record.startedAt && isSuccessfulWrite(each));
    for (const each of earlier) {
      // In its own case everything counts; where a resource was made, only what completed it at an address that it gave.
      const counts = usesOf(each).some(
        (used) => made.has(keyOf(used)) && (each.case === record.case || used.kind === 'url'),
      );
      if (!counts) continue;
      found.add(each);
      collect(each, found);
    }
    return [...found].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  };
}

const isSuccessfulWrite = ({ request, answer }: ExchangeRecord): boolean =>
  !isSafe(request.method) && answer !== undefined && answer.status < 300;
