/** The commands about this project itself: what each takes, writes and sends. */
import { commandSpec } from './command-line.ts';

export const projectCommands = {
  notify: commandSpec({
    name: 'notify',
    summary: 'Tells a chat that the verdict of the last run is another one than before. See docs/ci.md.',
    positionals: { shown: '', least: 0, most: 0 },
    options: { 'dry-run': { type: 'boolean', says: 'print the body and send nothing' } },
    writes: 'nothing',
    sends: 'one POST to NOTIFY_WEBHOOK_URL where the verdict changed; nothing without it',
    examples: ['npm run notify', 'npm run notify -- --dry-run'],
  }),
  sandbox: commandSpec({
    name: 'sandbox',
    summary: 'Starts the embedded sandbox alone, and prints the environment that points the suite at it.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {
      port: { type: 'string', value: 'N', says: 'listen there (default: a free one)' },
      fault: { type: 'string', multiple: true, value: 'NAME', says: 'break the contract so; repeatable' },
      variant: { type: 'string', value: 'NAME', says: 'differ so, and still conform' },
      list: { type: 'boolean', says: 'list faults and variants, and start nothing' },
    },
    writes: 'nothing',
    sends: 'nothing; it listens on this machine until Ctrl+C',
    examples: ['npm run sandbox', 'npm run sandbox -- --fault delete-image-404-wrapped', 'npm run sandbox -- --list'],
  }),
  'lint:workflows': commandSpec({
    name: 'lint:workflows',
    summary:
      'Reads .github/workflows as GitHub would, and by the rules of this repository. Exits 1 where something is wrong.',
    positionals: { shown: '', least: 0, most: 0 },
    options: {},
    writes: 'nothing',
    sends: 'nothing',
    examples: ['npm run lint:workflows'],
  }),
  'compare:baseline': commandSpec({
    name: 'compare:baseline',
    summary:
      'Lists what differs between a conformance.json of commit 9ca8919 and a new one. Exits 1 where something does.',
    positionals: { shown: 'OLD.json NEW.json', least: 2, most: 2 },
    options: {},
    writes: 'nothing',
    sends: 'nothing',
    examples: ['npm run compare:baseline -- old.json reports/conformance.json'],
  }),
} as const;
