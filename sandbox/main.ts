import { parseArgs } from 'node:util';
import { behaviourOf } from './choice.ts';
import { faults } from './faults/index.ts';
import { startSandbox } from './start.ts';
import { variants } from './variants/index.ts';

const USAGE = 'npm run sandbox [-- --port N] [-- --fault NAME … | --variant NAME] [-- --list]';

await main().catch((error: unknown) => {
  console.error(`sandbox: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  process.exitCode = 2;
});

async function main(): Promise<void> {
  const { port, list, ...choice } = readArguments();
  if (list) return print();
  behaviourOf(choice);
  const sandbox = await startSandbox({ ...choice, ...(port === undefined ? {} : { port }) });
  for (const [name, value] of Object.entries(sandbox.env)) process.stdout.write(`${name}=${value}\n`);
  const what = choice.fault?.join(', ') ?? choice.variant ?? 'conforming';
  console.error(
    `\nSandbox (${what}) on ${sandbox.origin}. Put the lines above into .env, or export them, and run the suite.`,
  );
  console.error('Stop it with Ctrl+C.');
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      fault: { type: 'string', multiple: true },
      variant: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Error(`--port must be a number from 0 to 65535. ${USAGE}`);
  }
  return { port, list: values.list, fault: values.fault, variant: values.variant };
}

function print(): void {
  for (const { name, level, title, violates } of faults)
    process.stdout.write(`fault    ${name}  [${level}, ${violates.operation}]  ${title}\n`);
  for (const { name, title } of variants) process.stdout.write(`variant  ${name}  ${title}\n`);
}
