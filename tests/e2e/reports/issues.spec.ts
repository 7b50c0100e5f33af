/** `npm run issues` against a server that answers as GitHub does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { mostNew } from '../../../helpers/report/issues.ts';
import type { ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { conforming, reportOf, threeDeviations } from '../../unit/report/samples.ts';
import { command as run, type Ended } from '../harness/project.ts';

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

  async function command(report: Report, ...args: string[]): Promise<Ended> {
    writeFileSync(path.join(folder, 'conformance.json'), JSON.stringify(report));
    return run('issues', {
      args,
      env: {
        REPORTS_DIR: folder,
        GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_TOKEN: 'ghs_token',
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_RUN_ID: '7',
      },
    });
  }

  const states = () => new Set(issues.map(({ state }) => state));

  test('a dry run only prints what it would open', async () => {
    const dry = await command(threeDeviations(), '--dry-run');
    expect(dry.stdout).toMatch(/^(?:would open: .*\n){2,}$/);
    expect(issues).toEqual([]);
    expect(asked).toEqual([
      'GET /api/repos/o/r/issues?labels=conformance&state=all&per_page=100&page=1 Bearer ghs_token',
    ]);
  });

  test('opens, and closes; reads all pages and passes over pull requests', async () => {
    expect((await command(threeDeviations())).stdout).toMatch(/^(?:open: .*\n){2,}$/);
    expect(states()).toEqual(new Set(['open']));
    const foreign = Array.from({ length: 120 }, (_, index) => ({
      number: 1000 + index,
      state: 'open',
      body: 'x',
      pull_request: {},
    }));
    issues.unshift(...foreign);
    expect((await command(threeDeviations())).stdout).toBe('no issue has to change\n');
    issues.splice(0, foreign.length);
    expect((await command(conforming())).stdout).toMatch(/^close #1: .*\n/);
    expect(states()).toEqual(new Set(['closed']));
  });

  test('many new causes at once are one broken environment', async () => {
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
    expect(stdout).toContain('5 more new ones got no issue');
  });

  test('an error is one line without the token, exit 2', async () => {
    fail = 403;
    const refused = await command(threeDeviations());
    fail = 0;
    expect([refused.code, refused.stderr]).toEqual([2, 'GET /issues: GitHub answered 403\n']);
  });
});
