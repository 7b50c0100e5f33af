export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** When the window has room again, in ms since 1970. */
  readonly resetAt: number;
  readonly now: number;
}

export interface Limiter {
  /** Counts one request of an app, unless its window is full. */
  take(app: string, now?: number): Allowance;
  /** What an app that has sent nothing may do. */
  readonly untouched: (now?: number) => Allowance;
}

/** A sliding window for each app: at most `limit` requests in any `windowMs`. A rejected request does not count. */
export function createLimiter(limit: number, windowMs: number): Limiter {
  const sent = new Map<string, number[]>();
  return {
    take(app, now = Date.now()) {
      const times = (sent.get(app) ?? []).filter((time) => time > now - windowMs);
      sent.set(app, times);
      const allowed = times.length < limit;
      if (allowed) times.push(now);
      return { allowed, limit, remaining: limit - times.length, resetAt: (times[0] ?? now) + windowMs, now };
    },
    untouched: (now = Date.now()) => ({ allowed: true, limit, remaining: limit, resetAt: now + windowMs, now }),
  };
}
