/** Path templates (OpenAPI 3.0.3, Path Templating): paths that differ in the names of parameters only are the same place. */

const isParameter = (segment: string | undefined): segment is string => /^\{[^{}]+\}$/.test(segment ?? '');

/** A path without the slash at its end: `/books/{bookId}/` is the place of one book too. */
export const withoutEndSlash = (path: string): string => (path.length > 1 ? path.replace(/\/$/, '') : path);

/** The name of the parameter that a path ends in, with or without a slash after it; undefined where it ends in none. */
export const lastParameter = (path: string): string | undefined => /\/\{([^{}/]+)\}\/?$/.exec(path)?.[1];

/**
 * The name that a path gives the last parameter of a prefix: `bookId` for `/books/{bookId}/pages` and `/books/{id}`.
 * Undefined where the path does not begin like that.
 */
export function parameterUnder(path: string, prefix: string): string | undefined {
  const segments = path.split('/');
  const wanted = prefix.split('/');
  const begins = wanted.every((each, index) =>
    isParameter(each) ? isParameter(segments[index]) : each === segments[index],
  );
  const last = segments[wanted.length - 1];
  return begins && isParameter(last) ? last.slice(1, -1) : undefined;
}

/** Whether a path names something of its own below a prefix: `/pools/{pool}/workers/{name}` below `/pools/{pool}`. */
export const hasParameterBelow = (path: string, prefix: string): boolean =>
  path
    .split('/')
    .slice(prefix.split('/').length)
    .some((segment) => segment.includes('{'));
