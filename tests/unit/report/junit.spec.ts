import { expect, test } from '@playwright/test';
import { junit } from '../../../helpers/report/junit.ts';
import type { CaseReport, ClauseReport, Report } from '../../../helpers/verdict/report.ts';
import { big, conforming, hostile, invalid, nothingRun, threeDeviations } from './samples.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Strict about the little XML that a report needs; throws on anything else. */
function parse(xml: string): Element {
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<>]+)/gy;
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  while (token.lastIndex < body.length) {
    const place = token.lastIndex;
    const found = token.exec(body);
    if (!found) throw new Error(`not XML at ${JSON.stringify(body.slice(place, place + 60))}`);
    const [, end, name = '', attributes = '', empty, text] = found;
    if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(found[0])) throw new Error(`bare & in ${found[0]}`);
    const top = open.at(-1);
    if (!top) throw new Error('nothing is open');
    if (text !== undefined) top.text += text;
    else if (end === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value] as const);
      const made: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top.children.push(made);
      if (empty !== '/') open.push(made);
    }
  }
  if (open.length !== 1) throw new Error('an element is left open');
  return root;
}

const all = (element: Element, name: string): readonly Element[] => [
  ...element.children.filter((child) => child.name === name),
  ...element.children.flatMap((child) => all(child, name)),
];

const ofCase = (report: Report, id: string) =>
  all(parse(junit(report)), 'testcase').find((one) => one.attributes['name']?.includes(`[${id}]`));

for (const [name, report] of Object.entries({ conforming, threeDeviations, invalid, nothingRun, big })) {
  test(`the totals of ${name} are those of its test cases`, () => {
    const root = parse(junit(report()));
    for (const scope of [...all(root, 'testsuites'), ...all(root, 'testsuite')]) {
      const has = (kind: string) => all(scope, kind).length;
      expect(scope.attributes).toMatchObject({
        tests: String(has('testcase')),
        failures: String(has('failure')),
        errors: String(has('error')),
        skipped: String(has('skipped')),
      });
    }
  });
}

test('it stays XML whatever the strings hold', () => {
  const nasty = '\u0000\u0008\u001b\uFFFE\uFFFF\uD800 ]]> <!-- --> <![CDATA[ &amp; & " \' \r\n\t <script> 画 😀 ';
  const xml = junit(hostile((value) => nasty + value));
  expect(all(parse(xml), 'testcase').length).toBe(74);
  // oxlint-disable-next-line no-control-regex -- control characters are the point
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uFFFE\uFFFF\r]/);
  expect(Buffer.from(xml).toString()).toBe(xml);
});

test('a deviation fails with what is needed to act on it', () => {
  const failure = ofCase(threeDeviations(), 'max-ai-v2/deleteImage/case/404/body')?.children[0];
  expect(failure?.name).toBe('failure');
  expect(failure?.text).toContain('expected  property trace_id, a string');
  expect(failure?.text).toContain('promised  specs/max-ai/v2.openapi.yaml#/paths/');
  expect(failure?.text).toContain('repeat    curl -sS -i -g -X DELETE');
});

test('a case that only warns passes and says so', () => {
  const one = ofCase(threeDeviations(), 'invox-medical-2026-03-01/deleteDocument/case/lifecycle/gone');
  expect(one?.children.map((child) => child.name)).toEqual(['system-out']);
  expect(one?.children[0]?.text).toContain('STILL_THERE');
});

test('a waived case passes and names ticket and owner', () => {
  const one = ofCase(threeDeviations(), 'max-ai-v3/uploadImage/case/409/body');
  expect(one?.children.map((child) => child.name)).toEqual(['system-out']);
  expect(one?.children[0]?.text).toContain('by imaging team until 2027-02-01: fixed in their release 4.2 (MAX-1204)');
});

test('not run and inconclusive are skipped with the reason, broken is an error', () => {
  const skipped = (id: string) => ofCase(threeDeviations(), id)?.children[0];
  expect(skipped('max-ai-v2/deleteImage/case/403/body')?.attributes['message']).toBe(
    'not-run: MAX_AI_RESTRICTED_API_KEY is not set',
  );
  expect(skipped('invox-medical-2026-03-01/deleteDocument/case/429/body')?.attributes['message']).toBe(
    'inconclusive: three calls were not answered within 10 s',
  );
  const broken = ofCase(invalid(), 'invox-medical-2026-03-01/deleteDocument/case/200/body')?.children[0];
  expect(broken?.name).toBe('error');
});

test('a conforming case does not repeat findings of other cases of its clause', () => {
  const report = threeDeviations();
  const [first] = report.cases;
  if (!first) throw new Error('no case');
  const second: CaseReport = { ...first, id: 'second', verdict: 'conforms' };
  const clauses = report.clauses.map((clause): ClauseReport =>
    clause.verdict === 'deviates' ? { ...clause, cases: [...clause.cases, 'second'] } : clause,
  );
  expect(ofCase({ ...report, clauses, cases: [...report.cases, second] }, 'second')?.children).toEqual([]);
});
