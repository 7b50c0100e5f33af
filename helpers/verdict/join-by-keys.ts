/** Groups that share something, as one. */

/**
 * Joins groups that have a key in common, over any number of steps; each joined group has the items in the order of the groups,
 * and stands where its first one stood. A group without keys stays as it is.
 */
export function joinByKeys<Item>(
  groups: readonly (readonly Item[])[],
  keysOf: (group: readonly Item[]) => readonly string[],
): readonly (readonly Item[])[] {
  const owners = new Map<string, number>();
  const roots = groups.map((_, index) => index);
  const rootOf = (index: number): number => {
    let here = index;
    while (roots[here] !== here) here = roots[here] ?? here;
    return here;
  };
  for (const [index, group] of groups.entries())
    for (const key of keysOf(group)) {
      const [one, other] = [rootOf(owners.get(key) ?? index), rootOf(index)];
      roots[Math.max(one, other)] = Math.min(one, other);
      owners.set(key, Math.min(one, other));
    }
  const joined = new Map<number, Item[]>();
  for (const [index, group] of groups.entries()) {
    const root = rootOf(index);
    joined.set(root, [...(joined.get(root) ?? []), ...group]);
  }
  return [...joined.values()];
}
