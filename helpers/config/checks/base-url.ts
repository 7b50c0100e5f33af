/** A base URL that is no base: the documents add the rest of the path. */

/**
 * What is wrong with a vendor's base URL, one line each without its value. `basePaths` are what the vendor's documents add
 * to it (`/v2`, `/v3`).
 */
export function baseUrlProblems(variable: string, url: string, basePaths: readonly string[]): string[] {
  if (!URL.canParse(url)) return [];
  const last = new URL(url).pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';
  const versions = [...new Set(basePaths.flatMap((path) => path.split('/').filter(isVersion)))];
  return isVersion(last) && versions.length > 0
    ? [
        `${variable} ends in a version: leave it out, the documents add ${versions.map((version) => `/${version}`).join(' and ')}`,
      ]
    : [];
}

const isVersion = (part: string): boolean => /^v\d+(?:\.\d+)*$/i.test(part) || /^\d{4}-\d\d-\d\d$/.test(part);
