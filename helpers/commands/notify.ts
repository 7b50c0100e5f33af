/** `npm run notify`: tells a chat by its webhook that the verdict changed. */
import path from 'node:path';
import { openService } from '../client/service.ts';
import { isLoopback } from '../config/checks/require-encrypted.ts';
import { environment, github } from '../config/environment.ts';
import { UserError } from '../contract/types.ts';
import { artefacts, historyFolder, readReport } from '../report/disk.ts';
import { reportsDir } from '../report/folder/check.ts';
import { notification, type Notification } from '../report/notification.ts';
import { readableLines } from '../verdict/scorecard/history-line.ts';
import { runCommand } from './command-line.ts';
import { readReportFile } from './reports.ts';
import { commands } from './table.ts';

const variable = 'NOTIFY_WEBHOOK_URL';

await runCommand(commands.notify, async ({ 'dry-run': isDry = false }) => {
  const url = webhook(environment()[variable]?.trim());
  const folder = path.resolve(reportsDir(environment()['REPORTS_DIR']));
  const report = readReportFile(path.join(folder, artefacts.json));
  const lines = readableLines(readReport(folder, `${historyFolder}/runs.jsonl`) ?? '');
  const body = notification(report, lines, github().build);
  if (body === undefined) return say('the verdict did not change: nothing is sent');
  if (isDry) return say(JSON.stringify(body, null, 2));
  if (url === undefined) return say(`${variable} is not set: nothing is sent`);
  await send(url, body);
  return say(`sent: ${body.text.split('\n')[0]}`);
});

/** The address, checked. Its path is a credential, so no message shows it. Throws UserError. */
function webhook(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UserError(`${variable} must be an https address`);
  const { protocol, hostname } = new URL(text);
  if (protocol === 'http:' && !isLoopback(hostname))
    throw new UserError(`${variable} is plain http: who can read it could write to the chat. Use https`);
  return text;
}

async function send(url: string, body: Notification): Promise<void> {
  const service = await openService(url);
  try {
    const reply = await service.send('POST', url, { body });
    if (reply.kind === 'unanswered') throw new UserError(`${variable}: ${reply.because}`);
    const { status } = reply.answer;
    if (status < 200 || status > 299) throw new UserError(`${variable}: the webhook answered ${status}`);
  } finally {
    await service.close();
  }
}

function say(line: string): number {
  process.stdout.write(`${line}\n`);
  return 0;
}
