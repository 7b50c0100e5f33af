import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { causes } from '../../../helpers/report/causes.ts';
import { mostNew, stepsFor, type Tracked } from '../../../helpers/report/issues.ts';
import { projectRoot } from '../../../helpers/run/worker.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { conforming, hostile, invalid, reportOf, threeDeviations } from './samples.ts';

const run = 'https://github.example/o/r/actions/runs/7';
/** The tracker after the steps of a run were taken. */
function after(report: Report, before: readonly Tracked[] = []): Tracked[] {
  const issues = new Map(before.map((issue) => [issue.number, issue]));
  for (const step of stepsFor(report, before, run)) {
    const number = step.kind === 'open' ? issues.size + 1 : step.number;
    issues.set(number, {
      number,
      open: step.kind !== 'close',
      body: step.kind === 'close' ? (issues.get(number)?.body ?? '') : step.body,
    });
  }
  return [...issues.values()];
}
const kinds = (report: Report, before: readonly Tracked[] = []) =>
  stepsFor(report, before, run).map(({ kind }) => kind);
const changed = (report: Report, change: (clause: ClauseReport) => ClauseReport): Report => ({
  ...report,
  clauses: report.clauses.map(change),
});
const mended = (report: Report, part: string) =>
  changed(report, (clause) => (clause.id.includes(part) ? { ...clause, verdict: 'conforms', findings: [] } : clause));

test('one issue for each cause of MUST deviations, with what is needed to act', () => {
  const steps = stepsFor(threeDeviations(), [], run);
  expect(steps.map(({ kind }) => kind)).toEqual(['open', 'open']);
  expect(causes(threeDeviations()).filter(({ level }) => level === 'MUST')).toHaveLength(2);
  const [first] = steps;
  const body = first?.kind === 'open' ? first.body : '';
  for (const part of [
    'Clause: `max-ai-v2/deleteImage/400/body` and 3 others',
    'Expected: `property trace_id, a string`',
    'First seen: 2026-11-18',
    run,
    'curl -sS',
  ])
    expect(body).toContain(part);
});

test('while it lasts it is updated, not opened again', () => {
  const tracked = after(threeDeviations());
  expect(kinds(threeDeviations(), tracked)).toEqual([]);
  const next = changed(threeDeviations(), (clause) => ({
    ...clause,
    findings: clause.findings.map((each) => ({ ...each, streak: 2 })),
  }));
  expect(kinds(next, tracked)).toEqual(['update', 'update']);
});

test('a cause that spreads to another clause is still the same issue', () => {
  const tracked = after(mended(threeDeviations(), 'getImageUrl/404'));
  expect(kinds(threeDeviations(), tracked)).toEqual(['update']);
});

test('gone, it is closed; come back, it is reopened', () => {
  const tracked = after(threeDeviations());
  const closed = after(mended(threeDeviations(), 'uploadImage/201'), tracked);
  expect(closed.map(({ open }) => open)).toEqual([true, false]);
  expect(kinds(mended(threeDeviations(), 'uploadImage/201'), closed)).toEqual([]);
  const steps = stepsFor(threeDeviations(), closed, run);
  expect(steps).toMatchObject([{ kind: 'update', number: 2, again: true }]);
});

test('waived, it is closed with that word', () => {
  const tracked = after(threeDeviations());
  const waiver = { owner: 'o', ticket: 't', expires: '2027-01-01', reason: 'r' };
  const waived = changed(threeDeviations(), (clause) =>
    clause.id.includes('uploadImage/201')
      ? { ...clause, verdict: 'waived', findings: clause.findings.map((each) => ({ ...each, waiver })) }
      : clause,
  );
  expect(stepsFor(waived, tracked, run)).toMatchObject([
    { kind: 'close', comment: expect.stringContaining('Waived') as unknown },
  ]);
});

test('nothing is closed by a run that did not look: invalid, inconclusive, another environment, another vendor', () => {
  const tracked = after(threeDeviations());
  expect(stepsFor(invalid(), tracked, run)).toEqual([]);
  expect(stepsFor({ ...conforming(), verdict: 'invalid' }, tracked, run)).toEqual([]);
  const inconclusive = changed(threeDeviations(), (clause) =>
    clause.id.includes('uploadImage/201') ? { ...clause, verdict: 'inconclusive', findings: [] } : clause,
  );
  expect(kinds(inconclusive, tracked)).toEqual([]);
  const elsewhere: Report = {
    ...conforming(),
    targets: conforming().targets.map((target) => ({ ...target, kind: 'staging', origin: 'https://other.example' })),
  };
  expect(kinds(elsewhere, tracked)).toEqual([]);
  const invox = conforming().targets.filter(({ vendor }) => vendor === 'invox-medical');
  expect(kinds({ ...conforming(), targets: invox, clauses: [] }, tracked)).toEqual([]);
  expect(kinds(conforming(), tracked)).toEqual(['close', 'close']);
});

test('issues of people, even with the label, are left alone', () => {
  for (const body of ['', 'a note', '<!-- conformance {"key":1} -->', '<!-- conformance {broken -->'])
    expect(kinds(conforming(), [{ number: 1, open: true, body }])).toEqual([]);
});

test('no text of a vendor mentions anybody or ends the mark', () => {
  const nasty = ' @somebody --> `x` <img src=x> ';
  const report = hostile((value) => (/^\d{4}-\d/.test(value) ? value : value + nasty));
  for (const step of stepsFor(report, [], run)) {
    if (step.kind !== 'open') continue;
    expect(step.body.match(/<!-- conformance [^\n]* -->/g)).toHaveLength(1);
    expect(step.body.trimEnd().endsWith('-->')).toBe(true);
    expect(
      stepsFor(report, [{ number: 1, open: true, body: step.body }], run).filter(({ kind }) => kind === 'close'),
    ).toEqual([]);
  }
});

test.describe('npm run issues', () => {
  test.describe.configure({ mode: 'serial' });
  const asked: string[] = [];
  const issues: { number: number; state: string; body: string; pull_request?: object }[] = [];
  let fail = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const place = new URL(request.url ?? '', 'http://x');
      asked.push(`${request.method} ${place.pathname}${place.search} ${request.headers.authorization}`);
      const body =
        text === ''
          ? undefined
          : (JSON.parse(text) as { title: string; body: string; state?: string; labels?: string[] });
      const number = Number(/\/issues\/(\d+)/.exec(place.pathname)?.[1]);
      const known = issues.find((each) => each.number === number);
      let answer: unknown = {};
      if (request.method === 'GET') {
        const page = Number(place.searchParams.get('page'));
        answer = issues.slice((page - 1) * 100, page * 100);
      } else if (request.method === 'POST' && place.pathname.endsWith('/issues')) {
        expect(body?.labels).toEqual(['conformance']);
        issues.push({ number: issues.length + 1, state: 'open', body: body?.body ?? '' });
      } else if (request.method === 'PATCH' && known) {
        known.state = body?.state ?? known.state;
        known.body = body?.body ?? known.body;
      }
      response.writeHead(fail || 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  let folder = '';
  test.beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(path.join(tmpdir(), 'issues-'));
  });
  test.afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function command(
    report: Report,
    ...args: string[]
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    writeFileSync(path.join(folder, 'conformance.json'), JSON.stringify(report));
    const child = spawn(process.execPath, ['--import', 'tsx', 'helpers/commands/issues.ts', ...args], {
      cwd: projectRoot,
      env: {
        PATH: process.env['PATH'],
        REPORTS_DIR: folder,
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_TOKEN: 'ghs_token',
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_RUN_ID: '7',
      },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, stdout, stderr };
  }

  test('opens, leaves, closes and reopens; a dry run only says so', async () => {
    const dry = await command(threeDeviations(), '--dry-run');
    expect(dry.stdout).toMatch(/^would open: .*\nwould open: .*\n$/);
    expect(issues).toEqual([]);
    expect(asked).toEqual([
      'GET /api/repos/o/r/issues?labels=conformance&state=all&per_page=100&page=1 Bearer ghs_token',
    ]);

    expect((await command(threeDeviations())).stdout).toMatch(/^open: .*\nopen: .*\n$/);
    expect((await command(threeDeviations())).stdout).toBe('no issue has to change\n');
    expect((await command(conforming())).stdout).toMatch(/^close #1: .*\nclose #2: .*\n$/);
    expect(issues.map(({ state }) => state)).toEqual(['closed', 'closed']);
    expect((await command(threeDeviations())).stdout).toMatch(/^reopen #1: .*\nreopen #2: .*\n$/);
    expect(issues.map(({ state }) => state)).toEqual(['open', 'open']);
  });

  test('reads all pages and passes over pull requests', async () => {
    issues.splice(
      0,
      0,
      ...Array.from({ length: 120 }, (_, index) => ({
        number: 1000 + index,
        state: 'open',
        body: 'x',
        pull_request: {},
      })),
    );
    expect((await command(threeDeviations())).stdout).toBe('no issue has to change\n');
    issues.splice(0, 120);
  });

  test('so many at once are one broken environment', async () => {
    const clauses = Array.from({ length: mostNew + 5 }, (_, index): ClauseReport => {
      const [known] = threeDeviations().clauses.filter(({ verdict }) => verdict === 'deviates');
      if (!known) throw new Error('no sample');
      return {
        ...known,
        id: `max-ai-v2/deleteImage/400/x${index}`,
        findings: known.findings.map((each) => ({ ...each, at: `/x${index}` })),
      };
    });
    const { stdout } = await command(reportOf('nonconformant', clauses), '--dry-run');
    expect(stdout.match(/would open/g)).toHaveLength(mostNew);
    expect(stdout).toContain('5 more new deviations got no issue');
  });

  test('trouble is one line without the token, exit 2', async () => {
    fail = 403;
    const refused = await command(threeDeviations());
    fail = 0;
    expect([refused.code, refused.stderr]).toEqual([2, 'GET /issues: GitHub answered 403\n']);
    const wrong = await command(threeDeviations(), '--fast');
    expect([wrong.code, wrong.stderr]).toEqual([2, 'usage: npm run issues [-- --dry-run]\n']);
  });
});
