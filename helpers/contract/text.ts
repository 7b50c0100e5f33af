/** A JSON value in words: a string as it is, anything else as JSON; nothing where there is none. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** Percent-encoded text decoded; as it is where it is no valid percent-encoding. */
export function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** The first line of an error's message. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** A text as the source of a regular expression that matches it literally. */
export const literal = (plain: string): string => plain.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
