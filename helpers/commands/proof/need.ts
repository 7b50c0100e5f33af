/** Whether each check, family and scenario is needed: some fault is detected by it alone, or there is a reason why it is kept. */

/**
 * What is wrong, one line each. `soleFinders`: faults that only this part of the suite detects, by the part; `unneeded`: reasons
 * to keep a part that detects nothing alone; `parts`: all parts (`check internals`, `family accept`, `scenario <id>`).
 */
export function needProblems(
  soleFinders: ReadonlyMap<string, readonly string[]>,
  unneeded: Readonly<Record<string, string>>,
  parts: readonly string[],
): string[] {
  return [
    ...parts
      .filter((part) => !soleFinders.has(part) && !(part in unneeded))
      .map(
        (part) =>
          `not needed: no fault is detected by ${part} alone (add one, or a reason to sandbox/proof/unneeded.json)`,
      ),
    ...Object.keys(unneeded)
      .filter((part) => !parts.includes(part))
      .map((part) => `sandbox/proof/unneeded.json: ${part} does not exist`),
  ];
}
