/** Globs as people write them on a command line. */

/** Whether a glob matches a whole text: `*` stands for any characters, `?` for one, everything else for itself. */
export const globMatches = (glob: string, text: string): boolean =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]')}$`,
  ).test(text);
