import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { refIn } from '../clause-ref.ts';
import type {
  ClauseReport,
  FindingReport,
  Report,
  Target,
  TargetKind,
  Verdict,
} from '../../../helpers/verdict/report.ts';
import { applyWaivers, readWaivers, undeclaredOpen, type Applied } from '../../../helpers/verdict/waivers.ts';
import type { Judgement } from '../../../helpers/verdict/precedence.ts';
import { usualDays, wantedOf, withEntry } from '../../../helpers/verdict/waive.ts';
import { reportOf } from '../report/samples.ts';

const today = '2026-11-22';
const id = 'max-ai-v2/deleteImage/404/body/trace_id/required';
const target = (kind: TargetKind): Target => ({
  vendor: 'max-ai',
  contract: 'max-ai-v2',
  origin: 'https://api.example',
  kind,
  key: 'staging key',
});

const finding = (more: Partial<FindingReport> = {}): FindingReport => ({
  code: 'BODY_REQUIRED',
  level: 'MUST',
  at: '/trace_id',
  expected: 'trace_id present',
  actual: 'absent',
  occurrences: 1,
  reproduced: { k: 3, n: 3 },
  fault: 'vendor',
  id: '371d609ec7',
  cases: ['a case'],
  ...more,
});

const clause = (
  verdict: Verdict,
  findings: readonly FindingReport[],
  more: Partial<ClauseReport> = {},
): ClauseReport => ({
  id: more.id ?? id,
  ref: refIn(more.id ?? id),
  level: 'MUST',
  verdict,
  sentence: 'trace_id is there',
  at: 'specs/x.yaml#/a',
  hash: 'a0e1e951825f',
  findings,
  cases: ['a case'],
  ...more,
});

const entry = (more: Readonly<Record<string, string>> = {}): string => {
  const all = {
    clause: id,
    hash: 'a0e1e951825f',
    code: 'BODY_REQUIRED',
    environment: 'staging',
    owner: 'imaging team',
    ticket: 'MAX-1204',
    reason: 'mended in their next release',
    expires: '2027-01-31',
    ...more,
  };
  return `  - { ${Object.entries(all)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')} }\n`;
};

function apply(
  clauses: readonly ClauseReport[],
  waivers: string,
  { kind = 'staging' as TargetKind, at = today, scope = '', beside = { verdict: 'conforms' } as Judgement } = {},
): Applied {
  const yaml = `waivers:\n${waivers}\nscope:\n${scope}`;
  return applyWaivers(
    clauses.map((each) => ({ clause: each, beside })),
    readWaivers(yaml, 'specs/waivers.yaml', at),
    [target(kind)],
  );
}

const deviating = [clause('deviates', [finding()])];
const problems = ({ problems: all }: Applied) => all.map(({ problem }) => problem);

test.describe('a valid waiver', () => {
  test('changes only its own clause; the finding stays visible with owner and ticket', () => {
    const other = clause('deviates', [finding()], { id: 'max-ai-v2/deleteImage/400/body/trace_id/required' });
    const applied = apply([...deviating, other], entry());
    expect(problems(applied)).toEqual([]);
    expect(applied.clauses.map(({ verdict }) => verdict)).toEqual(['waived', 'deviates']);
    expect(applied.clauses[0]?.findings[0]).toMatchObject({
      code: 'BODY_REQUIRED',
      waiver: { owner: 'imaging team', ticket: 'MAX-1204', expires: '2027-01-31' },
    });
  });

  test('covers one code; a clause with two is waived only by two', () => {
    const two = [clause('deviates', [finding(), finding({ code: 'BODY_TYPE', id: '2222222222' })])];
    expect(apply(two, entry()).clauses[0]?.verdict).toBe('deviates');
    expect(problems(apply(two, entry()))).toEqual([]);
    expect(apply(two, entry() + entry({ code: 'BODY_TYPE' })).clauses[0]?.verdict).toBe('waived');
  });

  test('does not hide that its clause is inconclusive in another case', () => {
    const applied = apply(deviating, entry(), { beside: { verdict: 'inconclusive', because: 'no answer in time' } });
    expect(applied.clauses[0]).toMatchObject({ verdict: 'inconclusive', because: 'no answer in time' });
    expect(applied.clauses[0]?.findings[0]?.waiver).toBeDefined();
  });

  test('is valid on its expiry day and invalid on the next', () => {
    expect(problems(apply(deviating, entry(), { at: '2027-01-31' }))).toEqual([]);
    const late = apply(deviating, entry(), { at: '2027-02-01' });
    expect(problems(late)).toEqual([
      `the waiver of BODY_REQUIRED in ${id} (MAX-1204, imaging team) expired on 2027-01-31`,
    ]);
    expect(late.clauses[0]?.verdict).toBe('deviates');
  });
});

test.describe('an invalid waiver is reported', () => {
  const cases: readonly (readonly [string, readonly ClauseReport[], string, string])[] = [
    ['matching nothing', [clause('conforms', [])], entry(), 'matches nothing: the clause conforms'],
    ['another code', deviating, entry({ code: 'BODY_TYPE' }), 'matches nothing: the run found no BODY_TYPE there'],
    [
      'a changed clause',
      deviating,
      entry({ hash: '000000000000' }),
      'is for another text of the clause (hash 000000000000, now a0e1e951825f)',
    ],
    ['a clause that is not there', deviating, entry({ clause: `${id}x` }), 'names a clause that does not exist'],
    [
      'a whole operation',
      deviating,
      entry({ clause: 'max-ai-v2/deleteImage' }),
      'is over-broad: it must name one clause and one code',
    ],
    ['a pattern', deviating, entry({ clause: 'max-ai-v2/*' }), 'is over-broad: it must name one clause and one code'],
    ['any code', deviating, entry({ code: '*' }), 'is over-broad: it must name one clause and one code'],
    ['181 days ahead', deviating, entry({ expires: '2027-05-22' }), 'expires on 2027-05-22, more than 180 days ahead'],
    ['the same twice', deviating, entry() + entry({ expires: '2026-12-31' }), 'is duplicated'],
  ];
  for (const [name, clauses, waivers, said] of cases)
    test(name, () => {
      const [first = ''] = problems(apply(clauses, waivers));
      expect(first).toContain(said);
      expect(first).toContain('(MAX-1204, imaging team)');
    });

  test('expires at most 180 days ahead', () => {
    expect(problems(apply(deviating, entry({ expires: '2027-05-21' })))).toEqual([]);
  });
});

test.describe('findings that can never be waived', () => {
  for (const code of ['INTERNALS_SHOWN', 'PERSONAL_DATA', 'SERVER_ERROR', 'CREDENTIAL_ACCEPTED', 'TENANT_IGNORED'])
    test(code, () => {
      const applied = apply([clause('deviates', [finding({ code })])], entry({ code }));
      expect(problems(applied)[0]).toContain('cannot be waived');
      expect(applied.clauses[0]?.verdict).toBe('deviates');
    });

  test('an answer of 5xx under any code, but not a property that begins with 5', () => {
    const at = (place: string) => [
      clause('deviates', [
        finding({
          code: 'STATUS_UNDOCUMENTED',
          at: place,
          actual: '503',
          ...(place === 'status' && { status: 503 }),
        }),
      ]),
    ];
    expect(problems(apply(at('status'), entry({ code: 'STATUS_UNDOCUMENTED' })))[0]).toContain('cannot be waived');
    expect(problems(apply(at('/size'), entry({ code: 'STATUS_UNDOCUMENTED' })))).toEqual([]);
  });
});

test.describe('a waiver is about one environment', () => {
  test('it has no effect and no notice in other environments', () => {
    for (const expires of ['2027-01-31', '2020-01-01']) {
      const applied = apply(deviating, entry({ expires }), { kind: 'production' });
      expect(problems(applied)).toEqual([]);
      expect(applied.clauses[0]?.verdict).toBe('deviates');
    }
  });

  test('a waiver of an undecided clause is not reported', () => {
    for (const verdict of ['not-run', 'inconclusive', 'error'] as const)
      expect(problems(apply([clause(verdict, [])], entry()))).toEqual([]);
  });
});

test.describe('scope', () => {
  const scope = (more: Readonly<Record<string, string>> = {}) =>
    entry(more)
      .replace(/hash: "\w+", code: "\w+", /, '')
      .replace(/ticket: "[^"]+", /, '');
  const open = [clause('not-run', [], { because: 'MAX_AI_EHR_FAILURE_NOTE_ID is not set' })];

  test('a declared clause stays inconclusive, and STRICT accepts it', () => {
    const { clauses } = apply(open, '', { scope: scope() });
    expect(clauses[0]?.verdict).toBe('not-run');
    expect(clauses[0]?.because).toBe('out of scope here until 2027-01-31: mended in their next release (imaging team)');
    expect(undeclaredOpen(clauses)).toEqual([]);
    expect(undeclaredOpen(open)).toEqual(open);
  });

  test('an expired, too distant, unneeded or unknown entry has no effect and is reported', () => {
    const said = (clauses: readonly ClauseReport[], text: string, at = today) => {
      const applied = apply(clauses, '', { scope: text, at });
      expect(applied.clauses).toEqual(clauses);
      expect(applied.problems).toEqual([]);
      return applied.notices[0];
    };
    expect(said(open, scope(), '2027-02-01')).toContain('expired on 2027-01-31');
    expect(said(open, scope({ expires: '2030-01-01' }))).toContain('more than 180 days ahead');
    expect(said([clause('conforms', [])], scope())).toContain('is not needed: the clause was run');
    expect(said(open, scope({ clause: 'max-ai-v2/x' }))).toContain('does not exist');
  });

  test('STRICT fails on inconclusive MUST clauses too, never on SHOULD or on what cannot be provoked', () => {
    const all = [
      clause('inconclusive', []),
      clause('not-run', [], { conditional: true }),
      clause('not-run', [], { level: 'SHOULD' }),
      clause('deviates', [finding()]),
      clause('conforms', []),
    ];
    expect(undeclaredOpen(all)).toEqual(all.slice(0, 1));
  });
});

test.describe('the file', () => {
  const read = (yaml: string) => () => readWaivers(yaml, 'specs/waivers.yaml', today, ['max-ai-v2']);

  test('may be empty', () => {
    for (const yaml of ['', 'waivers:\nscope:\n', 'waivers: []\nscope: []'])
      expect(read(yaml)()).toMatchObject({ waivers: [], scope: [] });
  });

  test('is rejected in one line with its place', () => {
    const refused: readonly (readonly [string, string])[] = [
      [
        entry({ owner: 'TODO a person or team here' }),
        `specs/waivers.yaml#/waivers/0/owner (${id}): is still TODO: fill it in`,
      ],
      [entry({ reason: 'todo' }), 'reason (' + id + '): is still TODO'],
      [entry({ ticket: ' ' }), 'ticket (' + id + '): must not be empty'],
      [entry({ expires: '31.01.2027' }), 'must be a date like 2027-01-31'],
      [entry({ expires: '2027-13-01' }), 'must be a date like 2027-01-31'],
      [entry({ environment: 'test' }), 'environment'],
      [entry({ surprise: 'x' }), 'surprise'],
      [entry({ clause: 'max-ai-v9/x' }), 'no such contract; known are max-ai-v2'],
      ['  - [', 'is not YAML'],
    ];
    for (const [waivers, said] of refused) {
      expect(read(`waivers:\n${waivers}`)).toThrow(said);
      expect(read(`waivers:\n${waivers}`)).toThrow(/^[^\n]*$/);
    }
  });

  test('of this repository can be read', () => {
    const yaml = readFileSync(new URL('../../../specs/waivers.yaml', import.meta.url), 'utf8');
    expect(() => readWaivers(yaml, 'specs/waivers.yaml', today)).not.toThrow();
  });
});

test.describe('npm run waive', () => {
  const yaml = readFileSync(new URL('../../../specs/waivers.yaml', import.meta.url), 'utf8');
  const two = clause('deviates', [finding({ id: '3711111111' }), finding({ code: 'BODY_TYPE', id: '2222222222' })], {
    id: `${id}/two`,
  });
  const report: Report = reportOf(
    'nonconformant',
    [
      ...deviating,
      two,
      clause('deviates', [finding({ code: 'SERVER_ERROR', id: '5555555555' })], { id: `${id}/five` }),
      clause('conforms', [], { id: `${id}/fine` }),
      clause('not-run', [], { id: `${id}/open` }),
    ],
    { targets: [target('staging')] },
  );

  test('a finding is found by its id, a clause by its name', () => {
    for (const name of ['371d609ec7', '371d', id])
      expect(wantedOf(report, name)).toMatchObject({ kind: 'waivers', code: 'BODY_REQUIRED', environment: 'staging' });
    expect(wantedOf(report, `${id}/two`, 'BODY_TYPE')).toMatchObject({ code: 'BODY_TYPE' });
    expect(wantedOf(report, `${id}/open`)).toMatchObject({ kind: 'scope' });
  });

  test('an unknown, ambiguous or unwaivable name is rejected in one line', () => {
    const refused: readonly (readonly [string, string])[] = [
      ['0000000000', 'no finding and no clause called "0000000000"'],
      ['trace_id', `do you mean ${id} or ${id}/two`],
      [`${id}/two`, `has BODY_REQUIRED and BODY_TYPE: npm run waive -- ${id}/two BODY_REQUIRED`],
      [`${id}/fine`, 'has nothing to waive: it conforms'],
      ['5555555555', 'SERVER_ERROR in'],
    ];
    for (const [name, said] of refused) {
      expect(() => wantedOf(report, name)).toThrow(said);
      expect(() => wantedOf(report, name)).toThrow(/^[^\n]*$/);
    }
    const twins = reportOf('nonconformant', [
      clause('deviates', [finding(), finding({ code: 'B', id: '371dffffff' })]),
    ]);
    expect(() => wantedOf(twins, '371d')).toThrow('is the beginning of 2 findings');
  });

  test('the entry is appended, comments stay, and it is rejected until filled in', () => {
    const added = withEntry(yaml, 'specs/waivers.yaml', wantedOf(report, id), today);
    for (const line of yaml.split('\n').filter((each) => each.startsWith('#'))) expect(added).toContain(line);
    const read = () => readWaivers(added, 'specs/waivers.yaml', today);
    expect(read).toThrow('is still TODO');
    const filled = added.replaceAll(/TODO .*/g, 'said');
    const { waivers } = readWaivers(filled, 'specs/waivers.yaml', today);
    expect(waivers).toEqual([
      {
        clause: id,
        hash: 'a0e1e951825f',
        code: 'BODY_REQUIRED',
        environment: 'staging',
        owner: 'said',
        ticket: 'said',
        reason: 'said',
        expires: new Date(Date.parse(today) + usualDays * 86_400_000).toISOString().slice(0, 10),
      },
    ]);
    const more = withEntry(filled, 'specs/waivers.yaml', wantedOf(report, `${id}/open`), today);
    expect(readWaivers(more.replaceAll(/TODO .*/g, 'said'), 'x', today).scope).toHaveLength(1);
    expect(more.startsWith(filled.slice(0, filled.indexOf('scope:')))).toBe(true);
    expect(() => withEntry(filled, 'specs/waivers.yaml', wantedOf(report, id), today)).toThrow('already');
  });

  test('a hash of digits only stays text', () => {
    const digits = reportOf('nonconformant', [clause('deviates', [finding()], { hash: '123456789012' })], {
      targets: [target('staging')],
    });
    const added = withEntry(yaml, 'x', wantedOf(digits, id), today).replaceAll(/TODO .*/g, 'said');
    expect(readWaivers(added, 'x', today).waivers[0]?.hash).toBe('123456789012');
  });
});
