/** How much memory V8 takes beyond what lives. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Percent by which a heap may outgrow what lives before it is collected again: otherwise up to 300. */
export const heapGrowth = 30;

/**
 * From now on this process collects garbage earlier. It costs a tenth of its time, so it is for what handles a large document:
 * there, several processes at once would each hold some hundred megabytes of garbage.
 */
export const limitHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);

/** Gives back memory that is no longer used: for a process that has read much, and waits for others. Takes some 100 ms. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
