/** What a person should know of their .env file. */

export interface EnvFile {
  /** As it is shown: `.env`. */
  readonly name: string;
  readonly text: string;
  /** Permission bits, such as 0o644; undefined where the system has none. */
  readonly mode: number | undefined;
}

/** Warnings about a .env file, one line each. No value is shown. */
export const envFileWarnings = ({ name, text, mode }: EnvFile): string[] => [
  ...(mode !== undefined && (mode & 0o004) !== 0
    ? [`${name} can be read by every user of this machine: chmod 600 ${name}`]
    : []),
  ...cutValues(text).map(
    (variable) =>
      `${name}: the value of ${variable} ends before its #, because it is not quoted: put it in '…' if the # is part of it`,
  ),
];

/**
 * Variables whose unquoted value dotenv cuts at a `#` that follows it without a space (dotenv, "Comments"): a key that
 * contains one would be sent in part.
 */
const cutValues = (text: string): string[] =>
  [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*([^\s'"`#][^#\r\n]*)?#/gm)].flatMap(
    ([, name = '', before = '']) => (before !== '' && !/\s$/.test(before) ? [name] : []),
  );
