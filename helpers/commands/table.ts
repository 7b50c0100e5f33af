/** Every command of package.json: what it takes, writes and sends. `--help` prints it, and arguments are read by it. */
import { commandSpec } from './command-line.ts';
import { documentCommands } from './table-documents.ts';
import { projectCommands } from './table-project.ts';

/** The options that describe a vendor which has no folder in `specs/`. */
const adHoc = {
  spec: { type: 'string', value: 'FILE|URL', says: 'verify this OpenAPI document instead of those in specs/' },
  url: {
    type: 'string',
    value: 'URL',
    says: 'where it is served; with a path, if only a slash: the whole prefix of its paths',
  },
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
  exclude: { type: 'string', multiple: true, value: 'SELECTOR', says: 'exclude these operations' },
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
  changed: { type: 'boolean', says: 'cases that a change of the documents or a finding of the last run touches' },
} as const;

export const commands = {
  conformance: commandSpec({
    name: 'conformance',
    summary: 'Tests the vendors against their documents and reports every clause.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      ...selection,
      ...writes,
      ...adHoc,
      shard: {
        type: 'string',
        value: 'I/N',
        says: 'only the Ith of N parts, with its share of budget and rate; npm run merge puts them together',
      },
    },
    writes: 'REPORTS_DIR (default reports/); .journal/ while resources of this run exist at a vendor',
    sends: 'requests to the base URLs of .env; without any, to the embedded sandbox on this machine',
    examples: [
      'npm run conformance',
      'npm run conformance -- VENDOR',
      'npm run conformance -- --spec openapi.yaml --url http://127.0.0.1:8080/v1',
      "npm run conformance -- VENDOR --operation 'delete*' --case 'security/*'",
      'npm run conformance -- --failed',
      'npm run conformance -- --shard 2/3',
    ],
  }),
  bench: commandSpec({
    name: 'bench',
    summary: 'Measures where a run takes its time and memory. Run it alone on a quiet machine: it takes a few minutes.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {
      rounds: { type: 'string', value: 'N', says: 'measure the run and what it is compared with so often (default 3)' },
      spec: {
        type: 'string',
        value: 'FILE',
        says: 'measure a run of this document alone, against a server made from it, and print the result',
      },
    },
    writes: 'docs/benchmarks.md (with --spec only its last section), .cache/bench*',
    sends: 'requests to servers of its own on this machine',
    examples: ['npm run bench', 'npm run bench -- --rounds 1', 'npm run bench -- --spec api.openapi.json'],
  }),
  merge: commandSpec({
    name: 'merge',
    summary: 'Makes one report of the shards of a run, from their folders of reports.',
    positionals: { shown: 'FOLDER…', least: 1, most: Infinity },
    options: {},
    writes: 'REPORTS_DIR (default reports/)',
    sends: 'nothing',
    examples: ['REPORTS_DIR=reports npm run merge -- shard-1 shard-2 shard-3'],
  }),
  plan: commandSpec({
    name: 'plan',
    summary: 'Shows what a run would do: every case, every call, every clause.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      ...selection,
      ...writes,
      ...adHoc,
      budget: {
        type: 'string',
        value: 'N',
        says: 'what a run would do with so many calls: a sample where it needs more',
      },
      json: { type: 'boolean', says: 'as JSON' },
    },
    writes: 'nothing; specs/NAME with --save',
    sends: 'nothing',
    examples: ['npm run plan', 'npm run --silent plan -- VENDOR --json'],
  }),
  sweep: commandSpec({
    name: 'sweep',
    summary: 'Removes what killed runs left at the vendors, and lists creations without a known result.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {
      acknowledge: {
        type: 'string',
        value: 'SEQ|all',
        says: 'forget a creation without a known result, once it was checked at the vendor; sends nothing',
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
    examples: ['npm run evidence', 'npm run evidence -- verify reports/evidence-books-20261126T080000Z.zip'],
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
    examples: ['npm run waive -- 2f9c1a7b3d', 'npm run waive -- books-v1/getBook/404/body/message/required'],
  }),
  issues: commandSpec({
    name: 'issues',
    summary:
      'Brings the issues of the GitHub repository in line with the last run: opens, updates, reopens and closes.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {
      drift: { type: 'string', value: 'FILE', says: 'the issues about what moved, from a drift.json, instead' },
      'dry-run': { type: 'boolean', says: 'only print what would be done' },
    },
    writes: 'nothing here; issues with the label conformance (--drift: drift) in GITHUB_REPOSITORY',
    sends: 'requests to GITHUB_API_URL (default https://api.github.com), with GITHUB_TOKEN',
    examples: ['npm run issues -- --dry-run'],
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
    options: { check: { type: 'boolean', says: 'only report whether a scenarios.lock is stale (exit 1)' } },
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
  ...documentCommands,
  ...projectCommands,
} as const;
