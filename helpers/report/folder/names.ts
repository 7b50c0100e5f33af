/** The names of a reports folder: what a run writes there, and what the suite keeps there for itself. */

/** What a run writes, below the reports folder (design: fixed names). */
export const artefacts = {
  json: 'conformance.json',
  markdown: 'conformance.md',
  matrix: 'index.html',
  junit: 'junit.xml',
  ctrf: 'ctrf.json',
  sarif: 'conformance.sarif',
  badge: 'badge.json',
  allureResults: 'allure-results',
  allureReport: 'allure-report',
  evidence: 'evidence',
  /** Pages and data of single operations, where a run is too large for one page. */
  parts: 'operations',
} as const;

/** What outlives a run: since when deviations are there, and Allure's own history. */
export const historyFolder = 'history';

/** Tables that other commands keep beside the reports; a run leaves them. */
export const tableFiles = { catalogue: 'catalogue.md', proof: 'proof.md' } as const;

/** True for a file of the folder that no report owns. */
export const outlivesRuns = (file: string): boolean =>
  file.startsWith(`${historyFolder}/`) || (Object.values(tableFiles) as string[]).includes(file);

/** The last good report, while the current one is of a run that proves nothing. */
export const previousFolder = 'previous';

/** Marks a folder as one of this suite, and lists the files in it that are the suite's. */
export const markerFile = '.conformance-reports.json';

/** Names the process that writes to the folder. */
export const lockFile = '.conformance-reports.lock';

/** Files of folders that were written before there was a marker. Paths have `/` between folders. */
const unmarked: readonly RegExp[] = [
  /^(?:(?:conformance|catalogue|proof)\.md|conformance\.json|index\.html|junit\.xml)$/,
  /^allure-results\/(?:[0-9a-f-]{32,36}-(?:(?:result|container)\.json|attachment(?:\.\w+)?)|environment\.properties|executor\.json)$/,
  /^allure-report\/(?:index\.html|summary\.json|test-results\.json)$/,
  /^evidence\/(?:README\.md|[a-z0-9-]+\/(?:README\.md|manifest\.json|[a-z0-9-]+\/(?:deviation\.md|reproduce\.sh)))$/,
  /^history\/(?:[a-z+]+\.(?:(?:findings|asked)\.json|allure\.jsonl)|runs\.jsonl)$/,
  /^evidence-[a-z0-9-]+-\d{8}T\d{6}Z\.zip$/,
];

/** True for a file that a run of the first edition may have written. */
export const isOwnUnmarked = (file: string): boolean => unmarked.some((pattern) => pattern.test(file));
