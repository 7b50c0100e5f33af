/** A JSON value in words: a string as it is, anything else as JSON; nothing where there is none. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
