/** Files of one JSON value a line, which several processes add to. */

/** The values of a text, in order; a line that a killed process, a full disk or a person's editor left broken is left out. */
export const jsonLines = (text: string): unknown[] =>
  text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
