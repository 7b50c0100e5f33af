/** Equal texts as one: data that was read from a file has each of them as often as it stands there. */

/**
 * Makes the texts of plain data (its arrays, objects and maps; keys stay as they are) one with equal ones that it met before, in
 * place, and returns the data.
 */
export type ShareTexts = <T>(value: T) => T;

/** What it returns remembers all texts that it meets: drop it when everything is read. */
export function textSharer(): ShareTexts {
  const known = new Map<string, string>();
  function shareIn(value: object): void {
    if (value instanceof Map) for (const [key, each] of value) value.set(key, share(each));
    else {
      const fields = value as Record<string, unknown>;
      for (const key of Object.keys(fields)) fields[key] = share(fields[key]);
    }
  }
  function share<T>(value: T): T;
  function share(value: unknown): unknown {
    if (typeof value === 'string') {
      const before = known.get(value);
      if (before === undefined) known.set(value, value);
      return before ?? value;
    }
    if (typeof value === 'object' && value !== null) shareIn(value);
    return value;
  }
  return share;
}
