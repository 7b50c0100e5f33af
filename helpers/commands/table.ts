/** Every command of package.json: what it takes, writes and sends. `--help` prints it, and arguments are read by it. */
import { commandSpec } from './command-line.ts';

/** The options that describe a vendor which has no folder in `specs/`. */
const adHoc = {
  spec: { type: 'string', value: 'FILE|URL', says: 'verify this OpenAPI document instead of those in specs/' },
  url: { type: 'string', value: 'URL', says: 'where it is served; with a path: the whole prefix of its paths' },
  name: { type: 'string', value: 'NAME', says: 'name of the vendor (default: from the title of the document)' },
  header: { type: 'string', multiple: true, value: "'Name: value'", says: 'a header of every request' },
  credential: {
    type: 'string',
    multiple: true,
    value: 'SCHEME=VARIABLE',
    says: 'the variable that holds the credential of a security scheme',
  },
  include: {
    type: 'string',
    multiple: true,
    value: 'SELECTOR',
    says: 'verify these operations only: path=GLOB, method=GLOB, tag=GLOB, operation=GLOB, deprecated',
  },
  exclude: { type: 'string', multiple: true, value: 'SELECTOR', says: 'leave these operations out' },
  'max-calls': { type: 'string', value: 'N', says: 'send at most so many requests (default REQUEST_BUDGET)' },
  save: { type: 'boolean', says: 'keep document and profile in specs/NAME' },
} as const;

const writes = {
  'allow-writes': { type: 'boolean', says: 'create and delete test data wherever it is not production' },
} as const;

/** Limits a run or a plan to some of its cases. */
const selection = {
  operation: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    says: "operations whose name matches: 'delete*'; repeatable",
  },
  case: { type: 'string', multiple: true, value: 'GLOB', says: "cases whose name matches: 'security/*'; repeatable" },
  failed: { type: 'boolean', says: 'cases that failed in the last run' },
} as const;

export const commands = {
  conformance: commandSpec({
    name: 'conformance',
    summary: 'Tests the vendors against their documents and reports every clause.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: { ...selection, ...writes, ...adHoc },
    writes: 'REPORTS_DIR (default reports/); .journal/ while resources of this run exist at a vendor',
    sends: 'requests to the base URLs of .env; without any, to the embedded sandbox on this machine',
    examples: [
      'npm run conformance',
      'npm run conformance -- max-ai',
      'npm run conformance -- --spec openapi.yaml --url http://127.0.0.1:8080/v1',
      "npm run conformance -- max-ai --operation deleteImage --case 'security/*'",
      'npm run conformance -- --failed',
    ],
  }),
  plan: commandSpec({
    name: 'plan',
    summary: 'Shows what a run would do: every case, every call, every clause.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: { ...selection, ...writes, ...adHoc, json: { type: 'boolean', says: 'as JSON' } },
    writes: 'nothing; specs/NAME with --save',
    sends: 'nothing',
    examples: ['npm run plan', 'npm run --silent plan -- max-ai --json'],
  }),
  sweep: commandSpec({
    name: 'sweep',
    summary: 'Removes what runs that died left at the vendors, and lists creations whose answer never came.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {
      acknowledge: {
        type: 'string',
        value: 'SEQ|all',
        says: 'forget a creation whose answer never came, once it was looked for; sends nothing',
      },
    },
    writes: '.journal/',
    sends: 'deletes of what the journal names, to the base URLs of .env; token requests before them',
    examples: ['npm run sweep', 'npm run sweep -- --acknowledge all'],
  }),
  evidence: commandSpec({
    name: 'evidence',
    summary: 'Packs the evidence of the last run, one ZIP a vendor; or verifies that a pack is whole.',
    positionals: { shown: '[verify FILE]', least: 0, most: 2 },
    options: {},
    writes: 'REPORTS_DIR/evidence-VENDOR-TIME.zip; with verify: nothing',
    sends: 'nothing',
    examples: ['npm run evidence', 'npm run evidence -- verify reports/evidence-max-ai-20261126T080000Z.zip'],
  }),
  compare: commandSpec({
    name: 'compare',
    summary: 'Compares two runs. Exits 1 where the second is worse.',
    positionals: { shown: 'A.json B.json', least: 2, most: 2 },
    options: {},
    writes: 'nothing',
    sends: 'nothing',
    examples: ['npm run compare -- last.json reports/conformance.json'],
  }),
  waive: commandSpec({
    name: 'waive',
    summary: 'Adds a waiver for a finding of the last run, or declares a clause out of scope.',
    positionals: { shown: 'FINDING|CLAUSE [CODE]', least: 1, most: 2 },
    options: {},
    writes: 'specs/waivers.yaml',
    sends: 'nothing',
    examples: ['npm run waive -- 2f9c1a7b3d', 'npm run waive -- max-ai-v2/deleteImage/404/body/trace_id/required'],
  }),
  issues: commandSpec({
    name: 'issues',
    summary:
      'Brings the issues of the GitHub repository in line with the last run: opens, updates, reopens and closes.',
    positionals: { shown: '', least: 0, most: 0 },
    options: { 'dry-run': { type: 'boolean', says: 'only say what would be done' } },
    writes: 'nothing here; issues with the label conformance in GITHUB_REPOSITORY',
    sends: 'requests to GITHUB_API_URL (default https://api.github.com), with GITHUB_TOKEN',
    examples: ['npm run issues -- --dry-run'],
  }),
  import: commandSpec({
    name: 'import',
    summary: 'Makes or updates the documents of a vendor from what it publishes. See docs/import.md.',
    positionals: { shown: 'FILE|FOLDER|URL…', least: 1, most: Infinity },
    options: {
      vendor: {
        type: 'string',
        value: 'NAME',
        says: 'folder in specs/ (default: the vendor of the same title, else its title)',
      },
      specs: { type: 'string', value: 'FOLDER', says: 'write there instead of specs/' },
      'dry-run': { type: 'boolean', says: 'only say what would be written' },
    },
    writes: 'specs/<vendor>/: documents, SOURCE.md, explained.lock; with --dry-run: nothing',
    sends: 'GET requests to the URLs named, and to pages of the same site that an llms.txt there names',
    examples: ['npm run import -- openapi.json --vendor books', 'npm run import -- pages/ --vendor books --dry-run'],
  }),
  drift: commandSpec({
    name: 'drift',
    summary:
      'Compares the pinned documents with what the vendor publishes now and with what the last run saw. Exits 1 where something breaking moved. See docs/drift.md.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      from: {
        type: 'string',
        multiple: true,
        value: 'FILE|FOLDER|URL',
        says: 'what is published now (default: VENDOR_SPEC_URL of the environment)',
      },
      report: {
        type: 'string',
        multiple: true,
        value: 'FILE',
        says: 'conformance.json of a run whose answers count (default: the last one in REPORTS_DIR)',
      },
      accept: { type: 'boolean', says: 'pin what is published now, and print a commit message' },
      'record-uses': {
        type: 'string',
        value: 'HAR',
        says: 'write uses.yaml from recorded traffic, and do nothing else',
      },
      json: { type: 'boolean', says: 'as JSON' },
      markdown: { type: 'boolean', says: 'as Markdown' },
      sarif: { type: 'boolean', says: 'as SARIF 2.1.0' },
      out: { type: 'string', value: 'FOLDER', says: 'also write drift.json, drift.md and drift.sarif there' },
      specs: { type: 'string', value: 'FOLDER', says: 'read (and with --accept write) there instead of specs/' },
    },
    writes: 'nothing; with --accept or --record-uses specs/<vendor>/, with --out its folder',
    sends: 'GET requests to VENDOR_SPEC_URL or --from, and to pages of the same site that an llms.txt there names',
    examples: [
      'npm run drift',
      'npm run drift -- max-ai --from openapi.json --json',
      'npm run drift -- max-ai --accept',
    ],
  }),
  gaps: commandSpec({
    name: 'gaps',
    summary:
      'Lists what cannot be tested because the documents do not say it, each with the question to the vendor. See docs/gaps.md.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      from: { type: 'string', multiple: true, value: 'FILE|FOLDER|URL', says: 'look at these texts instead of specs/' },
      json: { type: 'boolean', says: 'as JSON' },
      markdown: { type: 'boolean', says: 'as Markdown, ready to send' },
      specs: { type: 'string', value: 'FOLDER', says: 'read there instead of specs/' },
    },
    writes: 'nothing',
    sends: 'with --from: GET requests to the URLs named, and to pages of the same site that an llms.txt there names',
    examples: ['npm run gaps', 'npm run --silent gaps -- max-ai --markdown > questions.md'],
  }),
  history: commandSpec({
    name: 'history',
    summary: 'Takes the history of all runs along to another machine: one JSON line a run. See docs/history.md.',
    positionals: { shown: 'export [FILE] | import FILE…', least: 1, most: Infinity },
    options: {},
    writes: 'export: FILE, or standard output; import: REPORTS_DIR/history/runs.jsonl',
    sends: 'nothing',
    examples: ['npm run --silent history -- export > runs.jsonl', 'npm run history -- import runs.jsonl'],
  }),
  scorecard: commandSpec({
    name: 'scorecard',
    summary: 'Makes one page of the kept history: each vendor and environment by month. See docs/scorecard.md.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      history: {
        type: 'string',
        multiple: true,
        value: 'FILE',
        says: 'history to read (default: REPORTS_DIR/history/runs.jsonl); several are merged',
      },
      out: { type: 'string', value: 'FOLDER', says: 'where to write (default: scorecard)' },
      json: { type: 'boolean', says: 'print the numbers as JSON and write nothing' },
      markdown: { type: 'boolean', says: 'print Markdown and write nothing' },
    },
    writes: 'scorecard/index.html and scorecard/scorecard.md',
    sends: 'nothing',
    examples: ['npm run scorecard', 'npm run --silent scorecard -- max-ai --markdown'],
  }),
  catalogue: commandSpec({
    name: 'catalogue',
    summary: 'Locks the clauses of every document, and lists them with their cases.',
    positionals: { shown: '', least: 0, most: 0 },
    options: { check: { type: 'boolean', says: 'only report what is stale (exit 2)' } },
    writes: 'specs/VENDOR/clauses.lock and REPORTS_DIR/catalogue.md; with --check: nothing',
    sends: 'nothing',
    examples: ['npm run catalogue', 'npm run catalogue -- --check'],
  }),
  scenarios: commandSpec({
    name: 'scenarios',
    summary:
      'Runs every scenario once against the embedded sandbox, counts its calls and checks that it proves what it says.',
    positionals: { shown: '', least: 0, most: 0 },
    options: { check: { type: 'boolean', says: 'only say whether a scenarios.lock is stale (exit 1)' } },
    writes: 'specs/<vendor>/scenarios.lock; with --check: nothing',
    sends: 'requests to a sandbox that it starts on this machine',
    examples: ['npm run scenarios', 'npm run scenarios -- --check'],
  }),
  prove: commandSpec({
    name: 'prove',
    summary: 'Runs the cases against every fault and variant of the sandbox, one at a time.',
    positionals: { shown: '[NAME…]', least: 0, most: Infinity },
    options: {
      check: { type: 'boolean', says: 'only report whether docs/proof.md is stale (exit 1)' },
      shard: { type: 'string', value: 'I/N', says: 'every Nth subject as JSON lines; the processes of a proof use it' },
    },
    writes: 'docs/proof.md (not with --check) and REPORTS_DIR/proof.md; with NAMEs nothing',
    sends: 'requests to sandboxes that it starts on this machine',
    examples: ['npm run prove', 'npm run prove -- delete-image-404-wrapped'],
  }),
} as const;
