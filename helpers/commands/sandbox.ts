/** `npm run sandbox`: the embedded sandbox alone. */
import { UserError } from '../contract/types.ts';
import { behaviourOf } from '../../sandbox/choice.ts';
import { faults } from '../../sandbox/faults/index.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { variants } from '../../sandbox/variants/index.ts';
import { runCommand } from './command-line.ts';
import { commands } from './table.ts';

await runCommand(commands.sandbox, async ({ port, list = false, ...choice }) => {
  if (list) return print();
  checkChoice(choice);
  const sandbox = await start(choice, port === undefined ? undefined : portFrom(port));
  for (const [name, value] of Object.entries(sandbox.env)) process.stdout.write(`${name}=${value}\n`);
  const what = choice.fault?.join(', ') ?? choice.variant ?? 'conforming';
  process.stderr.write(
    `\nSandbox (${what}) on ${sandbox.origin}. Put the lines above into .env, or export them, and run the suite.\n`,
  );
  process.stderr.write('Stop it with Ctrl+C.\n');
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return 0;
});

interface Choice {
  readonly fault?: string[];
  readonly variant?: string;
}

/** Throws UserError for a fault or variant that is not there. */
function checkChoice(choice: Choice): void {
  try {
    behaviourOf(choice);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

async function start(choice: Choice, port: number | undefined) {
  try {
    return await startSandbox({ ...choice, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new UserError(`--port ${port}: ${code === 'EACCES' ? 'not allowed' : 'another program listens there'}`);
    throw error;
  }
}

function portFrom(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UserError('--port must be a number from 0 to 65535');
}

function print(): number {
  for (const { name, level, title, violates } of faults)
    process.stdout.write(`fault    ${name}  [${level}, ${violates.operation}]  ${title}\n`);
  for (const { name, title } of variants) process.stdout.write(`variant  ${name}  ${title}\n`);
  return 0;
}
