import { expect, test } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { evidence } from '../../../helpers/report/evidence/files.ts';
import { sha256, type Manifest } from '../../../helpers/report/evidence/manifest.ts';
import { pack, problemsIn, unpack, type Files } from '../../../helpers/report/pack.ts';
import { conforming, hostile, threeDeviations } from './samples.ts';

const filesOf = (vendor: string): Files =>
  new Map(
    evidence(threeDeviations())
      .filter(({ path }) => path.startsWith(`${vendor}/`))
      .map(({ path, text }) => [path.slice(vendor.length + 1), strToU8(text)]),
  );

test('each vendor gets its own deviations, MUST first, without waived ones', () => {
  const files = evidence(threeDeviations());
  const manifest = JSON.parse(files.find(({ path }) => path === 'max-ai/manifest.json')?.text ?? '') as Manifest;
  expect(manifest.deviations.map(({ clauses }) => clauses)).toEqual([
    [
      'max-ai-v2/deleteImage/400/body',
      'max-ai-v2/deleteImage/404/body',
      'max-ai-v2/deleteImage/409/body',
      'max-ai-v2/getImageUrl/404/body',
    ],
    ['max-ai-v3/uploadImage/201/content-type'],
  ]);
  const invox = files.filter(({ path }) => path.startsWith('invox-medical/'));
  expect(invox.map(({ text }) => text).join('\n')).not.toContain('max-ai');
  expect(invox.find(({ path }) => path.endsWith('/README.md'))?.text).toContain('These break no documented promise');
  expect(files.map(({ text }) => text).join('\n')).not.toContain('MAX-1204');
});

test('of a partly waived clause only open findings are in the evidence', () => {
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

test('a run without deviations states that', () => {
  expect(evidence(conforming()).map(({ path, text }) => [path, text.split('\n')[0]])).toEqual([
    ['README.md', '# No deviation'],
  ]);
});

test('a page says what, where, when, how often and since when', () => {
  const page = evidence(threeDeviations()).find(({ path }) => /400-body.*deviation\.md/.test(path))?.text ?? '';
  for (const part of [
    '# deleteImage and 1 more: 400 absent instead of property trace\\_id, a string (/trace\\_id)',
    'MUST, `DELETE /notes/{noteId}/images/{imageId}`, 400, clause `max-ai-v2/deleteImage/400/body`',
    '`#/paths/~1notes~1{noteId}~1images~1{imageId}/delete/responses/400/body` of your document',
    '<https://docs.maxcare.example/v2/delete-image>',
    '| `/trace_id` | `property trace_id, a string` | `absent` | 3 of 3 requests, 3 responses |',
    'First seen 2026-11-18 02:00:11 UTC, last seen 2026-11-21 13:02:07 UTC',
    'Trace ids: `trace-400`, `trace-404`',
    'curl -sS -i -g -X DELETE',
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

test('a hostile pack cannot harm the machine that verifies it', () => {
  const bad = (name: string) => zipSync({ [name]: strToU8('x') });
  for (const name of ['../x', '/etc/x', 'a/../../x', 'C:/x', 'a\\..\\x'])
    expect(() => unpack(bad(name))).toThrow('contains a path outside');
  expect(() => unpack(zipSync({ bomb: [new Uint8Array(65 * 1_048_576), { level: 1 }] }))).toThrow('holds more than');
  expect(() => unpack(strToU8('no zip'))).toThrow('no ZIP file');
  for (const text of ['', '{', '[]', '{"version":1}', '{"version":1,"files":[{}]}'])
    expect(() => problemsIn(new Map([['manifest.json', strToU8(text)]]))).toThrow('manifest.json cannot be read');
});

test('vendor text is escaped in the pages', () => {
  const nasty = '</code>`x` **b** [a](http://evil.example) | <img src=x> @somebody\n# heading\n```\n';
  for (const { path, text } of evidence(
    hostile((value) => (/^(\d{4}-\d|[0-9a-f]{10}$)/.test(value) ? value : `${value}${nasty}`)),
  )) {
    if (!path.endsWith('.md')) continue;
    const unfenced = text.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '');
    expect(unfenced, path).not.toMatch(/^# heading/m);
    const outside = unfenced.replaceAll(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '').replaceAll(/\\./g, '');
    expect(outside, path).not.toContain('<img');
    expect(outside, path).not.toContain('](http://evil');
  }
});
