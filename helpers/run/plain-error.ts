/** An error that Playwright prints as its message alone: a stack says nothing to a user. */
export function plainError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
