/** HTTP methods by what they may do. */

/** Methods that only read: RFC 9110, 9.2.1, and QUERY (draft-ietf-httpbis-safe-method-w-body). TRACE is never sent. */
const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY']);

/** Whether a method, in capitals, only reads. */
export const isSafe = (method: string): boolean => safe.has(method);
