/** `npm run notify` against a server that takes messages as a chat does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { RunVerdict } from '../../../helpers/verdict/report.ts';
import { writeHistoryLines } from '../../../helpers/verdict/scorecard/history-line.ts';
import { linesOfRun } from '../../../helpers/verdict/scorecard/record-run.ts';
import { http, rawServer, silentPort } from '../../unit/client/server.ts';
import { conforming, threeDeviations } from '../../unit/report/samples.ts';
import { command } from '../harness/project.ts';

test('a change of verdict is posted once; plain http to another machine is refused', async () => {
  const chat = await rawServer(http('ok'));
  const folder = mkdtempSync(path.join(tmpdir(), 'notify-'));
  mkdirSync(path.join(folder, 'history'));
  writeFileSync(path.join(folder, 'conformance.json'), JSON.stringify(threeDeviations()));
  const run = async (before: RunVerdict, url: string) => {
    const earlier = linesOfRun({ ...conforming(), verdict: before, startedAt: '2026-11-20T02:17:00.000Z' }, [], []);
    writeFileSync(path.join(folder, 'history/runs.jsonl'), writeHistoryLines(earlier));
    const { code, stdout, stderr } = await command('notify', { env: { REPORTS_DIR: folder, NOTIFY_WEBHOOK_URL: url } });
    return [code, stdout + stderr];
  };
  try {
    const url = `${chat.baseUrl}/services/planted-secret`;
    expect(await run('conformant', url)).toEqual([
      0,
      expect.stringMatching(/^sent: .*nonconformant \(was conformant\)\n$/),
    ]);
    expect(chat.received.map(({ line }) => line)).toEqual(['POST /services/planted-secret']);
    expect(JSON.parse(chat.received[0]?.body.toString() ?? '')).toMatchObject({
      text: expect.stringContaining('nonconformant') as unknown,
      conformance: { version: 1, verdict: 'nonconformant', previous: 'conformant' },
    });
    expect(await run('nonconformant', url)).toEqual([0, 'the verdict did not change: nothing is sent\n']);
    expect(await run('conformant', '')).toEqual([0, 'NOTIFY_WEBHOOK_URL is not set: nothing is sent\n']);
    expect(await run('conformant', 'http://chat.example/planted-secret')).toEqual([
      2,
      'NOTIFY_WEBHOOK_URL is plain http: who can read it could write to the chat. Use https\n',
    ]);
    expect(chat.received.length).toBe(1);
    const [code, said] = await run('conformant', `http://127.0.0.1:${silentPort}/services/planted-secret`);
    expect([code, said]).toEqual([2, 'NOTIFY_WEBHOOK_URL: the connection was refused (ECONNREFUSED)\n']);
  } finally {
    await chat.close();
    rmSync(folder, { recursive: true });
  }
});
