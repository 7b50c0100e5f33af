/**
 * Playwright records the stack of each of its calls, several times, which is a seventh of the processor time of a run; nothing
 * here reads them. Its proxy agent, though, recognises a request by https by the stack at its creation.
 */
let limit: number | undefined;

/** From now on no error of this process has a stack, until something is sent by https: V8 records none where this is no value. */
export function dropStacks(): void {
  limit ??= Error.stackTraceLimit;
  Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, get: () => 0, set() {} });
}

/** To be called before a request is sent: by https, errors have stacks again, and keep them. */
export function keepStacksFor(url: string): void {
  if (/^https:/i.test(url)) restoreStacks();
}

/** Errors have stacks again. */
export function restoreStacks(): void {
  if (limit === undefined) return;
  Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, writable: true, value: limit });
  limit = undefined;
}
