import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { CertificateRecord } from '../../../helpers/contract/request-record.ts';
import type {
  ClauseRef,
  ClauseScope,
  InconclusiveCause,
  JsonType,
  Level,
  Made,
  RequestRecord,
  SecretChange,
  Used,
} from '../../../helpers/contract/types.ts';
import type {
  CaseReport,
  CauseReport,
  ClauseReport,
  ExchangeRecord,
  ExtraCalls,
  Fault,
  FindingReport,
  OperationReport,
  Report,
  RunVerdict,
  TargetKind,
  Verdict,
} from '../../../helpers/verdict/report.ts';
import { big, conforming, hostile, invalid, nothingRun, threeDeviations } from './samples.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../helpers/verdict/conformance.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

function problemsOf(report: unknown): string {
  return validate(JSON.parse(JSON.stringify(report))) ? '' : JSON.stringify(validate.errors, undefined, 1);
}

type OptionalKeys<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? Key : never }[keyof T];

const exchange: Required<ExchangeRecord> & { readonly request: Required<RequestRecord> } = {
  case: 'c',
  operation: 'a/b',
  startedAt: '2026-11-21T13:02:07.120Z',
  durationMs: 1.5,
  request: {
    method: 'GET',
    url: 'http://x',
    base: { variable: 'X_BASE_URL' },
    path: '/a/{id}',
    pathValues: { id: '1' },
    query: [['a', 'b']],
    headers: [['a', 'b']],
    cookies: [['a', 'b']],
    credentials: [{ in: 'header', name: 'authorization', value: 'x' }],
    certificate: { cert: 'X_CLIENT_CERT', key: 'X_CLIENT_KEY', passphrase: 'X_CLIENT_KEY_PASSPHRASE' },
    body: { kind: 'none' },
    incomplete: true,
  },
  makes: [{ kind: 'id', value: '1', from: ['/id'], spelled: '1' }],
  uses: [{ kind: 'id', value: '1', spelled: '1' }],
  answer: { status: 200, headers: [['a', 'b']] as const, body: '{}', traceId: 't' },
  unanswered: 'timeout',
};
const finding: Required<FindingReport> = {
  code: 'STATUS',
  level: 'MUST',
  at: 'status',
  expected: '404',
  actual: '200',
  status: 200,
  values: { expected: { kind: 'status', oneOf: ['404'] }, actual: 200, found: 'number' },
  occurrences: 1,
  reproduced: { k: 1, n: 3 },
  fault: 'vendor',
  id: '0123456789',
  cases: ['c'],
  exchange,
  before: [exchange],
  case: 'c',
  traceIds: ['t'],
  firstSeen: '2026-11-21T13:02:07Z',
  lastSeen: '2026-11-21T13:02:07Z',
  streak: 3,
  waiver: { owner: 'o', ticket: 't', expires: '2027-01-01', reason: 'r' },
};
const clause: Required<ClauseReport> = {
  id: 'a/b/c',
  ref: {
    contract: 'a',
    operation: 'a/b',
    scope: 'response',
    component: 'x',
    status: '404',
    group: 'body',
    pointer: '/c',
    rule: 'type',
  },
  level: 'MUST',
  verdict: 'deviates',
  sentence: 's',
  at: 'f#/p',
  hash: '0123456789ab',
  quote: 'q',
  because: 'b',
  cause: 'environment',
  observed: '404 (3x)',
  undeclared: ['/data/state'],
  conditional: true,
  scope: { owner: 'o', expires: '2027-01-01', reason: 'r' },
  findings: [finding],
  cases: ['c'],
  example: exchange,
};
/** Each property there is; the compiler refuses it when the type gets another one. */
const full: Required<Report> = {
  version: 2,
  verdict: 'nonconformant',
  because: 'b',
  unverified: ['specs/a/v1.openapi.yaml: is no YAML'],
  startedAt: '2026-11-21T13:02:07.120Z',
  durationMs: 1,
  selection: '--failed',
  sampled: ['a/b/e'],
  provenance: {
    adHoc: true,
    suite: { version: '1', commit: 'c' },
    node: '20',
    playwright: '1',
    documents: [{ contract: 'a', vendor: 'v', file: 'f', version: '1', hash: 'h' }],
    files: [{ vendor: 'v', file: 'f', hash: 'h' }],
  },
  targets: [{ vendor: 'v', contract: 'a', origin: 'http://x', kind: 'loopback', key: 'staging key' }],
  operations: [
    {
      id: 'a/b',
      name: 'b',
      contract: 'a',
      vendor: 'v',
      method: 'GET',
      path: '/x',
      responses: ['200'],
      page: 'https://x',
    },
  ],
  counts: {
    conforms: 0,
    waived: 0,
    'not-run': 0,
    inconclusive: 0,
    error: 0,
    deviates: 1,
    warnings: 0,
    recorded: 0,
    total: 1,
    cases: 1,
  },
  requests: { total: 1, planned: 1, extra: [{ reason: 'w', caseId: 'c', calls: 1 }], perOperation: { 'a/b': 1 } },
  causes: [
    {
      id: '0123456789',
      level: 'MUST',
      contract: 'a',
      title: 't',
      operations: ['a/b'],
      clauses: ['a/b/c'],
      findings: ['0123456789'],
      case: 'c',
      cases: ['c'],
    },
  ],
  clauses: [clause],
  cases: [
    {
      id: 'c',
      title: 't',
      operation: 'a/b',
      level: 'MUST',
      verdict: 'deviates',
      because: 'b',
      causes: ['0123456789'],
      calls: 2,
      preflight: true,
      durationMs: 1,
    },
  ],
  waivers: [{ clause: 'a/b/c', problem: 'p' }],
  notices: ['n'],
  vacuous: ['a/b/d'],
};

/** The optional properties of each shape, which the compiler keeps complete and free of others. */
const optional = {
  report: {
    because: true,
    causes: true,
    sampled: true,
    provenance: true,
    selection: true,
    unverified: true,
    waivers: true,
    vacuous: true,
  } satisfies Record<OptionalKeys<Report>, true>,
  operation: { page: true } satisfies Record<OptionalKeys<OperationReport>, true>,
  provenance: { adHoc: true } satisfies Record<OptionalKeys<NonNullable<Report['provenance']>>, true>,
  suite: { commit: true },
  clause: {
    quote: true,
    because: true,
    cause: true,
    observed: true,
    undeclared: true,
    conditional: true,
    scope: true,
    example: true,
  } satisfies Record<OptionalKeys<ClauseReport>, true>,
  ref: { operation: true, component: true, status: true, group: true, pointer: true } satisfies Record<
    OptionalKeys<ClauseRef>,
    true
  >,
  values: { expected: true, actual: true, found: true },
  extra: { caseId: true } satisfies Record<OptionalKeys<ExtraCalls>, true>,
  finding: {
    status: true,
    values: true,
    exchange: true,
    before: true,
    case: true,
    traceIds: true,
    firstSeen: true,
    lastSeen: true,
    streak: true,
    waiver: true,
  } satisfies Record<OptionalKeys<FindingReport>, true>,
  exchange: { answer: true, unanswered: true, makes: true, uses: true } satisfies Record<
    OptionalKeys<ExchangeRecord>,
    true
  >,
  request: { incomplete: true, certificate: true } satisfies Record<OptionalKeys<RequestRecord>, true>,
  certificate: { passphrase: true } satisfies Record<OptionalKeys<CertificateRecord>, true>,
  makes: { spelled: true } satisfies Record<OptionalKeys<Made>, true>,
  uses: { spelled: true } satisfies Record<OptionalKeys<Used>, true>,
  answer: { traceId: true } satisfies Record<OptionalKeys<NonNullable<ExchangeRecord['answer']>>, true>,
  causes: { case: true, inconclusive: true } satisfies Record<OptionalKeys<CauseReport>, true>,
  case: { because: true, causes: true, calls: true, preflight: true } satisfies Record<OptionalKeys<CaseReport>, true>,
};
const optionalAt = (path: readonly string[]): readonly string[] => {
  const place = path.filter((step) => !/^\d+$/.test(step)).at(-1) ?? 'report';
  const names: Readonly<Record<string, keyof typeof optional>> = {
    report: 'report',
    operations: 'operation',
    clauses: 'clause',
    provenance: 'provenance',
    suite: 'suite',
    ref: 'ref',
    values: 'values',
    extra: 'extra',
    findings: 'finding',
    exchange: 'exchange',
    before: 'exchange',
    example: 'exchange',
    answer: 'answer',
    request: 'request',
    certificate: 'certificate',
    makes: 'makes',
    uses: 'uses',
    causes: 'causes',
    cases: 'case',
  };
  const name = names[place];
  return name === undefined ? [] : Object.keys(optional[name]);
};

type Json = { [key: string]: unknown };
/** Every object of a value, with the steps that lead to it. */
function objects(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], Json])[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => objects(child, [...path, key]));
  return Array.isArray(value) ? inner : [[path, value as Json], ...inner];
}
const copy = () => JSON.parse(JSON.stringify(full)) as Json;
const at = (root: Json, path: readonly string[]) => path.reduce<Json>((inside, step) => inside[step] as Json, root);

for (const [name, report] of Object.entries({ conforming, threeDeviations, invalid, nothingRun, big })) {
  test(`the schema holds for the sample ${name}`, () => expect(problemsOf(report())).toBe(''));
}

test('the schema holds for a report with every property there is', () => expect(problemsOf(full)).toBe(''));

test('the schema requires exactly the properties that the type requires', () => {
  for (const [path, value] of objects(full)) {
    // The keys of these are names, or depend on what is expected.
    if (['perOperation', 'pathValues', 'expected'].includes(path.at(-1) ?? '')) continue;
    for (const key of Object.keys(value)) {
      const report = copy();
      delete at(report, path)[key];
      const may = optionalAt(path).includes(key);
      expect(problemsOf(report) === '', `${path.join('/')} without ${key}`).toBe(may);
    }
  }
});

test('the schema allows no property that the type does not have', () => {
  for (const [path] of objects(full)) {
    if (['pathValues', 'expected'].includes(path.at(-1) ?? '')) continue;
    const report = copy();
    at(report, path)['surprise'] = 'x';
    expect(problemsOf(report), path.join('/')).not.toBe('');
  }
});

test('the schema has the words of the type and no others', () => {
  const words = {
    verdict: { conformant: 1, partial: 1, nonconformant: 1, invalid: 1 } satisfies Record<RunVerdict, 1>,
    clause: { conforms: 1, waived: 1, 'not-run': 1, inconclusive: 1, error: 1, deviates: 1 } satisfies Record<
      Verdict,
      1
    >,
    level: { MUST: 1, SHOULD: 1, INFO: 1 } satisfies Record<Level, 1>,
    scope: {
      document: 1,
      component: 1,
      operation: 1,
      request: 1,
      response: 1,
      scenario: 1,
    } satisfies Record<ClauseScope, 1>,
    cause: {
      environment: 1,
      setup: 1,
      'no-answer': 1,
      'test-data': 1,
      credential: 1,
      document: 1,
    } satisfies Record<InconclusiveCause, 1>,
    place: { header: 1, query: 1, cookie: 1 },
    thing: { id: 1, url: 1, secret: 1 } satisfies Record<Made['kind'], 1>,
    change: {
      'without-last': 1,
      'without-signature': 1,
      claims: 1,
      'swapped-case': 1,
      slice: 1,
    } satisfies Record<SecretChange['kind'], 1>,
    type: { null: 1, boolean: 1, number: 1, string: 1, array: 1, object: 1 } satisfies Record<JsonType, 1>,
    fault: { vendor: 1, document: 1, environment: 1, suite: 1 } satisfies Record<Fault, 1>,
    kind: { embedded: 1, loopback: 1, sandbox: 1, staging: 1, production: 1 } satisfies Record<TargetKind, 1>,
  };
  const enums = objects(schema)
    .filter(([, value]) => Array.isArray(value['enum']))
    .map(([, value]) => [...(value['enum'] as string[])].sort().join(' '));
  expect(enums.sort()).toEqual(
    Object.values(words)
      .map((word) => Object.keys(word).sort().join(' '))
      .sort(),
  );
});

test('the schema rejects values outside the type', () => {
  const wrong: readonly ((report: Json) => void)[] = [
    (report) => (report['version'] = 1),
    (report) => (report['startedAt'] = 'yesterday'),
    (report) => (at(report, ['counts'])['deviates'] = -1),
    (report) => (at(report, ['counts'])['deviates'] = 1.5),
    (report) => (at(report, ['clauses', '0'])['level'] = 'MAY'),
    (report) => (at(report, ['clauses', '0'])['verdict'] = 'passed'),
    (report) => (at(report, ['clauses', '0', 'findings', '0'])['code'] = 'lower case'),
    (report) => (at(report, ['requests', 'perOperation'])['a/b'] = 'one'),
    (report) => (at(report, ['clauses', '0', 'example', 'request'])['headers'] = [['only-a-name']]),
  ];
  for (const [index, change] of wrong.entries()) {
    const report = copy();
    change(report);
    expect(problemsOf(report), `change ${index}`).not.toBe('');
  }
});

test('free-text fields accept any text', () => {
  const report = hostile((value) => (/^(?:\d{4}-|[A-Z_]+$)/.test(value) ? value : `<\u0000"${value}`));
  expect(problemsOf(report)).toBe('');
});
