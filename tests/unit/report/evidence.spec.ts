import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { evidence, sha256, type Manifest } from '../../../helpers/report/evidence.ts';
import { pack, problemsIn, unpack, type Files } from '../../../helpers/report/pack.ts';
import { reproduceScript } from '../../../helpers/report/reproduce.ts';
import type { ClauseReport, ExchangeRecord, FindingReport } from '../../../helpers/verdict/report.ts';
import { sequences } from '../../../helpers/run/before.ts';
import { conforming, hostile, threeDeviations } from './samples.ts';

const filesOf = (vendor: string): Files =>
  new Map(
    evidence(threeDeviations())
      .filter(({ path }) => path.startsWith(`${vendor}/`))
      .map(({ path, text }) => [path.slice(vendor.length + 1), strToU8(text)]),
  );

test('each vendor gets what is his, MUST first, and nothing of another or waived', () => {
  const files = evidence(threeDeviations());
  const manifest = JSON.parse(files.find(({ path }) => path === 'max-ai/manifest.json')?.text ?? '') as Manifest;
  expect(manifest.deviations.map(({ clause }) => clause)).toEqual([
    'max-ai-v2/deleteImage/400/body',
    'max-ai-v2/deleteImage/404/body',
    'max-ai-v2/deleteImage/409/body',
    'max-ai-v2/getImageUrl/404/body',
    'max-ai-v3/uploadImage/201/content-type',
  ]);
  const invox = files.filter(({ path }) => path.startsWith('invox-medical/'));
  expect(invox.map(({ text }) => text).join('\n')).not.toContain('max-ai');
  expect(invox.find(({ path }) => path.endsWith('/README.md'))?.text).toContain('No promise is broken by these');
  expect(files.map(({ text }) => text).join('\n')).not.toContain('MAX-1204');
});

test('of a clause that is waived in part, only what is open goes to the vendor', () => {
  const report = threeDeviations();
  const waiver = { owner: 'o', ticket: 'MAX-7', expires: '2027-01-01', reason: 'r' };
  const clauses = report.clauses.map((clause) => {
    const [first] = clause.findings;
    return clause.id === 'max-ai-v2/deleteImage/404/body' && first
      ? { ...clause, findings: [{ ...first, code: 'OTHER', expected: 'what is accepted', waiver }, first] }
      : clause;
  });
  const text = evidence({ ...report, clauses })
    .map((file) => file.text)
    .join('\n');
  expect(text).not.toContain('what is accepted');
  expect(evidence({ ...report, clauses }).length).toBe(evidence(report).length);
});

test('where nothing deviates it says so', () => {
  expect(evidence(conforming()).map(({ path, text }) => [path, text.split('\n')[0]])).toEqual([
    ['README.md', '# No deviation'],
  ]);
});

test('a page says what, where, when, how often and since when', () => {
  const page = evidence(threeDeviations()).find(({ path }) => /404-body.*deviation\.md/.test(path))?.text ?? '';
  for (const part of [
    '# `DELETE /notes/{noteId}/images/{imageId}`, 404: A 404 has the body',
    '`#/paths/~1notes~1{noteId}~1images~1{imageId}/delete/responses/404/body` of your document',
    '<https://docs.maxcare.example/v2/delete-image>',
    '| `/trace_id` | `property trace_id, a string` | `absent` | 3 of 3 askings, 3 answers |',
    'First seen 2026-11-18 02:00:11 UTC, last seen 2026-11-21 13:02:07 UTC',
    'Trace ids: `trace-404`',
    'curl -sS -i -X DELETE',
  ])
    expect(page).toContain(part);
});

test('the same report gives the same files and the same pack', () => {
  expect(evidence(threeDeviations())).toEqual(evidence(threeDeviations()));
  expect(sha256(pack(filesOf('max-ai')))).toBe(sha256(pack(filesOf('max-ai'))));
});

test('the manifest has every file, and every change shows', () => {
  const files = filesOf('max-ai');
  expect(problemsIn(files)).toEqual([]);
  const [first = ''] = [...files.keys()];
  expect(problemsIn(new Map([...files, [first, strToU8('x')]]))).toEqual([`${first} was changed`]);
  expect(problemsIn(new Map([...files, ['new.sh', strToU8('x')]]))).toEqual(['new.sh is not in the manifest']);
  expect(problemsIn(new Map([...files].filter(([name]) => name !== first)))).toEqual([`${first} is missing`]);
  expect(unpack(pack(files))).toEqual(new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1))));
  expect(() => pack(new Map([...files, [first, strToU8('x')]]))).toThrow('it is not packed');
});

test('a pack of somebody else cannot harm whoever verifies it', () => {
  const bad = (name: string) => zipSync({ [name]: strToU8('x') });
  for (const name of ['../x', '/etc/x', 'a/../../x', 'C:/x', 'a\\..\\x'])
    expect(() => unpack(bad(name))).toThrow('leads out of');
  expect(() => unpack(zipSync({ bomb: [new Uint8Array(65 * 1_048_576), { level: 9 }] }))).toThrow('holds more than');
  expect(() => unpack(strToU8('no zip'))).toThrow('no ZIP file');
  for (const text of ['', '{', '[]', '{"version":1}', '{"version":1,"files":[{}]}'])
    expect(() => problemsIn(new Map([['manifest.json', strToU8(text)]]))).toThrow('manifest.json cannot be read');
});

test.describe('the script', () => {
  const record = (more: Partial<ExchangeRecord> = {}): ExchangeRecord => ({
    case: 'c',
    operation: 'max-ai-v2/deleteImage',
    startedAt: '2026-11-21T13:02:07.120Z',
    durationMs: 5,
    curl: `curl -sS "$MAX_AI_BASE_URL"'/v2/images/3f2a55d0-1111-4222-8333-444455556666'`,
    request: { method: 'GET', url: 'http://x', headers: [] },
    answer: { status: 200, headers: [], body: '{}' },
    ...more,
  });
  const upload = record({
    startedAt: '2026-11-21T13:02:06.000Z',
    case: 'other',
    curl: `curl -sS -X POST "$MAX_AI_BASE_URL"/v3/images -F 'file=@a b.png;type=image/png'`,
    request: { method: 'POST', url: 'http://x', headers: [] },
    answer: {
      status: 200,
      headers: [],
      body: JSON.stringify(
        { id: 'org_000000000000000000000000', data: { id: 'img_3f2a55d0111142228333444455556666' } },
        null,
        2,
      ),
    },
  });
  const clause = { id: 'max-ai-v2/deleteImage/404/body', level: 'MUST', sentence: 'it is so' } as ClauseReport;
  const finding = (more: Partial<FindingReport>): FindingReport => ({
    code: 'X',
    at: 'status',
    expected: '404',
    actual: '200',
    occurrences: 1,
    reproduced: { k: 1, n: 1 },
    fault: 'vendor',
    id: '0123456789',
    cases: ['c'],
    ...more,
  });

  /** Runs a script with a curl that prints what it was given, and answers an upload with another id. */
  const run = (script: string, env: Readonly<Record<string, string>> = { MAX_AI_BASE_URL: 'http://api' }) =>
    execFileSync(
      'bash',
      [
        '-c',
        `curl() { if [[ "$*" == *POST* ]]; then printf '{"id":"org_1","data":{ "id" : "img_${'ab'.repeat(16)}" }}'; else printf '<%s>' "$@"; fi; }\n${script}`,
      ],
      {
        env: { PATH: process.env['PATH'], ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );

  test('makes what the request names anew, in the spelling of the request', () => {
    const asked = record();
    expect(sequences([upload, asked])(asked)).toEqual([upload]);
    const out = run(reproduceScript(clause, finding({ exchange: asked, before: [upload] })));
    expect(out).toContain('<http://api/v2/images/abababab-abab-abab-abab-abababababab>');
    expect(out).toContain('Expected: 404');
  });

  test('replaces ids in single quotes, double quotes and none', () => {
    const word = 'img_3f2a55d0111142228333444455556666';
    const asked = record({ curl: `curl "$MAX_AI_BASE_URL"/${word} '/${word}' "/${word}/"` });
    const out = run(reproduceScript(clause, finding({ exchange: asked, before: [upload] })));
    const made = `img_${'ab'.repeat(16)}`;
    expect(out).toContain(`<http://api/${made}></${made}></${made}/>`);
  });

  test('a change in between is repeated, a refused one and another case are not', () => {
    const change = record({
      request: { method: 'DELETE', url: 'http://x', headers: [] },
      startedAt: '2026-11-21T13:02:06.500Z',
    });
    const refused = { ...change, answer: { status: 401, headers: [], body: '' } };
    const elsewhere = { ...change, case: 'elsewhere' };
    const asked = record();
    expect(sequences([upload, refused, elsewhere, change, asked])(asked)).toEqual([upload, change]);
    expect(sequences([asked, change, upload])(asked)).toEqual([upload]);
    const late = { ...upload, startedAt: '2026-11-21T13:02:08.000Z' };
    expect(sequences([asked, late])(asked)).toEqual([]);
  });

  test('asks for its variables, and stops where nothing was made', () => {
    const script = reproduceScript(clause, finding({ exchange: record(), before: [upload] }));
    expect(() => run(script, {})).toThrow(/MAX_AI_BASE_URL: where the API is/);
    expect(() => run(script.replace('"id"[[', '"nothing"[['))).toThrow(/Nothing was made/);
  });

  test('a key in the other letter case is made of the variable', () => {
    const asked = record({ curl: 'curl -H "Authorization: Bearer <MAX_AI_API_KEY in the other letter case>"' });
    expect(run(reproduceScript(clause, finding({ exchange: asked })), { MAX_AI_API_KEY: 'aB1' })).toContain(
      'Bearer Ab1',
    );
  });

  test('text of a vendor runs nowhere', () => {
    const nasty = "'; touch /tmp/owned; $(touch /tmp/owned) `touch /tmp/owned` \n touch /tmp/owned #";
    const script = reproduceScript(
      { ...clause, sentence: nasty },
      finding({ exchange: record(), expected: nasty, actual: nasty, at: nasty }),
    );
    execFileSync('rm', ['-f', '/tmp/owned']);
    run(script);
    expect(execFileSync('bash', ['-c', 'ls /tmp/owned 2>/dev/null || echo none'], { encoding: 'utf8' })).toBe('none\n');
  });
});

test('no text of a vendor is markup in the pages', () => {
  const nasty = '</code>`x` **b** [a](http://evil.example) | <img src=x> @somebody\n# heading\n```\n';
  for (const { path, text } of evidence(
    hostile((value) => (/^(\d{4}-\d|[0-9a-f]{10}$)/.test(value) ? value : `${value}${nasty}`)),
  )) {
    if (!path.endsWith('.md')) continue;
    expect(text, path).not.toMatch(/^# heading/m);
    const outside = text.replaceAll(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '').replaceAll(/\\./g, '');
    expect(outside, path).not.toContain('<img');
    expect(outside, path).not.toContain('](http://evil');
  }
});
