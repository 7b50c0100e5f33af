/** Variables that look like the suite's and are none: a typing error is pointed out instead of being ignored. */

/** How many characters may differ: short names are near to many others. */
const nearest = (name: string): number => Math.min(2, Math.floor(name.length / 6));

/**
 * One line for each name of an environment that begins like a vendor's variable and is none, or that is nearly a known
 * one. `prefixes` are those of vendors, such as `BOOKS_`. No value is looked at.
 */
export function unknownVariables(
  names: readonly string[],
  known: readonly string[],
  prefixes: readonly string[],
): string[] {
  const all = new Set(known);
  return names
    .filter((name) => !all.has(name))
    .flatMap((name) => {
      const hasPrefix = prefixes.some((prefix) => name.startsWith(prefix));
      const [best] = known
        .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
        .toSorted((a, b) => a.distance - b.distance);
      if (best !== undefined && best.distance <= nearest(best.candidate))
        return [`${name} is no variable of this suite: did you mean ${best.candidate}?`];
      return hasPrefix ? [`${name} is no variable of this suite: .env.example lists them`] : [];
    });
}

/** How many characters have to be put in, taken out or replaced to make one name of another (Levenshtein). */
export function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1)
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
