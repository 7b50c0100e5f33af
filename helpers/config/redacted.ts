/** Data with every string redacted by itself: redacting its JSON text could cut an escape and leave invalid JSON. */
import type { Redactor } from './redactor.ts';

/** The same plain data without any secret, keys included: what holds none is returned as it is, what stands there twice is one again. */
export function redacted<T>(value: T, redactor: Pick<Redactor, 'text'>): T {
  const known = new Map<object, unknown>();
  const texts = new Map<string, string>();
  const clean = (text: string): string => {
    const before = texts.get(text);
    if (before !== undefined) return before;
    const after = redactor.text(text);
    texts.set(text, after);
    return after;
  };
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return clean(each);
    if (typeof each !== 'object' || each === null) return each;
    const before = known.get(each);
    if (before !== undefined) return before;
    const copy = Array.isArray(each) ? cleanArray(each) : cleanObject(each);
    known.set(each, copy);
    return copy;
  };
  const cleanArray = (list: readonly unknown[]): readonly unknown[] => {
    const copy = list.map(walk);
    return copy.every((each, index) => each === list[index]) ? list : copy;
  };
  const cleanObject = (object: object): object => {
    const entries = Object.entries(object);
    const copy = entries.map(([key, inner]) => [clean(key), walk(inner)] as const);
    const isClean = copy.every(([key, inner], index) => key === entries[index]?.[0] && inner === entries[index]?.[1]);
    return isClean ? object : Object.fromEntries(copy);
  };
  return walk(value) as T;
}
