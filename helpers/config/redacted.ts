/** Data with every string redacted by itself: redacting its JSON text could cut an escape and leave what nobody can read. */
import type { Redactor } from './redactor.ts';

/** The same plain data without any secret, keys included: what holds none is returned as it is, what stands there twice is one again. */
export function redacted<T>(value: T, redactor: Pick<Redactor, 'text'>): T {
  const known = new Map<object, unknown>();
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return redactor.text(each);
    if (typeof each !== 'object' || each === null) return each;
    const before = known.get(each);
    if (before !== undefined) return before;
    const clean = Array.isArray(each) ? cleanArray(each) : cleanObject(each);
    known.set(each, clean);
    return clean;
  };
  const cleanArray = (list: readonly unknown[]): readonly unknown[] => {
    const clean = list.map(walk);
    return clean.every((each, index) => each === list[index]) ? list : clean;
  };
  const cleanObject = (object: object): object => {
    const entries = Object.entries(object);
    const clean = entries.map(([key, inner]) => [redactor.text(key), walk(inner)] as const);
    const isClean = clean.every(([key, inner], index) => key === entries[index]?.[0] && inner === entries[index]?.[1]);
    return isClean ? object : Object.fromEntries(clean);
  };
  return walk(value) as T;
}
