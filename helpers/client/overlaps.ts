/** Whether calls of one client overlapped: what its tunnel notes of a failure belongs to a call only where no other was under way. */

/** Watches the calls of a client. `begin` returns what ends the call and says whether it was alone; ending it twice is allowed. */
export function watchOverlaps(): { begin: () => () => boolean } {
  let running = 0;
  let overlapped = false;
  return {
    begin() {
      running += 1;
      overlapped ||= running > 1;
      let alone: boolean | undefined;
      return () => {
        if (alone !== undefined) return alone;
        alone = !overlapped;
        running -= 1;
        if (running === 0) overlapped = false;
        return alone;
      };
    },
  };
}
