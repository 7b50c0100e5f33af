/** Data with every string redacted by itself: redacting its JSON text could cut an escape and leave what nobody can read. */
import type { Redactor } from './redactor.ts';

/** A copy of plain data without any secret, keys included. */
export function redacted<T>(value: T, redactor: Pick<Redactor, 'text'>): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string') return redactor.text(each);
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [redactor.text(key), walk(inner)]));
  };
  return walk(value) as T;
}
