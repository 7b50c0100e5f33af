import { expect, test } from '@playwright/test';
import { matrixPage } from '../../../helpers/report/matrix.ts';
import { big, conforming, hostile, nothingRun, reportOf, threeDeviations } from './samples.ts';

/** The page without its own style and script, which tests about content would stumble over. */
const contentOf = (page: string) =>
  page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>[\s\S]*?<\/script>/, '');

test('no string of a report becomes markup', () => {
  const attack = `"'><script>x</script><img src=x onerror=x></code></details>&lt;`;
  const harmless = attack.replaceAll(/[<>"'&]/g, 'x');
  const page = contentOf(matrixPage(hostile((value) => attack + value)));
  const same = contentOf(matrixPage(hostile((value) => harmless + value)));
  const tags = (text: string) =>
    text
      .match(/<\/?[a-z][^>]*/g)
      ?.map((tag) => /^<\/?\w+/.exec(tag)?.[0])
      .sort();
  expect(page).not.toMatch(/<script|<img/);
  expect(tags(page)).toEqual(tags(same));
});

test('only web addresses become links', () => {
  const [clause] = conforming().clauses;
  if (!clause) throw new Error('no clause');
  const page = (at: string) => matrixPage(reportOf('conformant', [{ ...clause, at }]));
  expect(page('https://docs.example/page')).toContain('href="https://docs.example/page"');
  expect(page('javascript:alert(1)')).not.toContain('href="javascript:');
  expect(page('data:text/html,x')).not.toContain('href="data:text');
});

test('text that would hide or turn other text is spelled out', () => {
  const page = matrixPage(hostile((value) => `\u202e\u0000${value}`));
  expect(page).toContain('\\u{202e}\\u{0}');
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  expect(page).not.toMatch(/[\u0000\u202e]/);
});

test('its policy allows its own style and script by hash, and no address at all', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(matrixPage(conforming()))?.[1] ?? '';
  expect(policy).toContain('default-src &#39;none&#39;');
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('500 clauses stay below 1.5 MB', () => {
  const page = matrixPage(big());
  expect(page.split('class="clause"').length - 1).toBe(500);
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
});

test('a huge body is cut, and says by how much', () => {
  const report = threeDeviations();
  const clauses = report.clauses.map((clause) =>
    clause.example?.answer
      ? { ...clause, example: { ...clause.example, answer: { ...clause.example.answer, body: 'x'.repeat(50_000) } } }
      : clause,
  );
  expect(matrixPage({ ...report, clauses })).toContain('… 44,000 more characters');
});

test('an exchange that many clauses share is there once', () => {
  const page = matrixPage(conforming());
  const [exchange] = conforming().clauses.flatMap((clause) => clause.example ?? []);
  const starts = page.split('<div class="request">').length - 1;
  expect(exchange).toBeDefined();
  expect(starts).toBe(new Set(conforming().clauses.flatMap((clause) => JSON.stringify(clause.example) ?? [])).size);
  for (const [, target] of page.matchAll(/href="#(exchange:\d+)"/g)) expect(page).toContain(`id="${target}"`);
});

test('every link inside the page leads somewhere', () => {
  for (const report of [threeDeviations(), big(), nothingRun(), hostile((value) => `<b> ä${value}`)]) {
    const page = contentOf(matrixPage(report));
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map((found) => found[1]));
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map((found) => found[1]);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  }
});

test('no two places of the page have one name', () => {
  for (const report of [threeDeviations(), big()]) {
    const ids = [...contentOf(matrixPage(report)).matchAll(/ id="([^"]*)"/g)].map((found) => found[1]);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
