/** The run that the command of this process has opened and Playwright's set-up begins: they share a process, not a call. */
import type { OpenRun } from '../conformance/begin.ts';

let pending: OpenRun | undefined;

export function setPending(open: OpenRun): void {
  pending = open;
}

/** The run, once; undefined where Playwright was started by itself. */
export function takePending(): OpenRun | undefined {
  const taken = pending;
  pending = undefined;
  return taken;
}
