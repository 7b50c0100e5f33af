/** The commands about what vendors publish and about the history of all runs: what each takes, writes and sends. */
import { commandSpec } from './command-line.ts';

export const documentCommands = {
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
      'dry-run': { type: 'boolean', says: 'only print what would be written' },
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
    examples: ['npm run drift', 'npm run drift -- books --from openapi.json --json', 'npm run drift -- books --accept'],
  }),
  gaps: commandSpec({
    name: 'gaps',
    summary:
      'Lists what cannot be tested because the documents do not say it, each with the question to the vendor. See docs/gaps.md.',
    positionals: { shown: '[VENDOR…]', least: 0, most: Infinity },
    options: {
      from: { type: 'string', multiple: true, value: 'FILE|FOLDER|URL', says: 'read these texts instead of specs/' },
      json: { type: 'boolean', says: 'as JSON' },
      markdown: { type: 'boolean', says: 'as Markdown, ready to send' },
      specs: { type: 'string', value: 'FOLDER', says: 'read there instead of specs/' },
    },
    writes: 'nothing',
    sends: 'with --from: GET requests to the URLs named, and to pages of the same site that an llms.txt there names',
    examples: ['npm run gaps', 'npm run --silent gaps -- books --markdown > questions.md'],
  }),
  corpus: commandSpec({
    name: 'corpus',
    summary: 'Reads OpenAPI and Swagger documents as a run would, and reports the cost and contents of each.',
    positionals: { shown: 'FILE|FOLDER…', least: 1, most: Infinity },
    options: { json: { type: 'boolean', says: 'print the table as JSON' } },
    writes: 'nothing',
    sends: 'nothing',
    examples: ['npm run corpus -- openapi.yaml', 'npm run corpus -- documents/'],
  }),
  history: commandSpec({
    name: 'history',
    summary: 'Moves the history of all runs to another machine: one JSON line a run. See docs/history.md.',
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
    examples: ['npm run scorecard', 'npm run --silent scorecard -- books --markdown'],
  }),
} as const;
