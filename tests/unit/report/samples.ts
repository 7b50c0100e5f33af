/** Reports to try the writers on. Made from a few facts, so that a test can say what it changed. */
import type { Level } from '../../../helpers/contract/types.ts';
import { countsOf } from '../../../helpers/verdict/counts.ts';
import { requestRecord } from '../request-record.ts';
import { refIn } from '../clause-ref.ts';
import type {
  CaseReport,
  ClauseReport,
  ExchangeRecord,
  FindingReport,
  OperationReport,
  Report,
  RunVerdict,
  Target,
  Verdict,
} from '../../../helpers/verdict/report.ts';

const startedAt = '2026-11-21T13:02:07.120Z';

const targets: readonly Target[] = [
  {
    vendor: 'max-ai',
    contract: 'max-ai-v2',
    origin: 'http://127.0.0.1:40001',
    kind: 'embedded',
    key: 'keys of its own',
  },
  {
    vendor: 'max-ai',
    contract: 'max-ai-v3',
    origin: 'http://127.0.0.1:40001',
    kind: 'embedded',
    key: 'keys of its own',
  },
  {
    vendor: 'invox-medical',
    contract: 'invox-medical-2026-03-01',
    origin: 'https://staging.invox.example',
    kind: 'staging',
    key: 'token service',
  },
];

const operations: readonly OperationReport[] = [
  {
    id: 'max-ai-v2/deleteImage',
    name: 'deleteImage',
    contract: 'max-ai-v2',
    vendor: 'max-ai',
    method: 'DELETE',
    path: '/notes/{noteId}/images/{imageId}',
    responses: ['200', '400', '401', '403', '404', '409', '500', '502'],
    page: 'https://docs.maxcare.example/v2/delete-image',
  },
  {
    id: 'max-ai-v2/getImageUrl',
    name: 'getImageUrl',
    contract: 'max-ai-v2',
    vendor: 'max-ai',
    method: 'GET',
    path: '/notes/{noteId}/images/{imageId}/url',
    responses: ['200', '400', '401', '403', '404', '500'],
  },
  {
    id: 'max-ai-v3/uploadImage',
    name: 'uploadImage',
    contract: 'max-ai-v3',
    vendor: 'max-ai',
    method: 'POST',
    path: '/notes/{noteId}/images',
    responses: ['201', '400', '401', '403', '404', '409', '500', '502'],
    page: 'https://docs.maxcare.example/v3/upload-image',
  },
  {
    id: 'invox-medical-2026-03-01/deleteDocument',
    name: 'deleteDocument',
    contract: 'invox-medical-2026-03-01',
    vendor: 'invox-medical',
    method: 'DELETE',
    path: '/v1/delete-document',
    responses: ['200', '400', '401', '403', '404', '429', '500'],
  },
];

const files: Readonly<Record<string, string>> = {
  'max-ai-v2': 'specs/max-ai/v2.openapi.yaml',
  'max-ai-v3': 'specs/max-ai/v3.openapi.yaml',
  'invox-medical-2026-03-01': 'specs/invox-medical/2026-03-01.openapi.yaml',
};

/** Ten stable hex digits out of a text; no need for a good hash here. */
function digits(text: string, length: number): string {
  let state = 7;
  for (const character of text) state = (state * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return `${state.toString(16)}0f1e2d3c4b5a`.slice(0, length);
}

function exchange(operation: OperationReport, status: number, caseId: string): ExchangeRecord {
  const url = `http://127.0.0.1:40001${operation.path.replaceAll(/\{(\w+)\}/g, '<$1>')}?providerId=<provider>`;
  return {
    case: caseId,
    operation: operation.id,
    startedAt,
    durationMs: 12,
    request: requestRecord({
      method: operation.method,
      url,
      path: operation.path,
      pathValues: Object.fromEntries(
        [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, 'conformance']),
      ),
      headers: [['accept', 'application/json']],
      credentials: [{ in: 'header', name: 'authorization', value: ['Bearer ', { variable: 'MAX_AI_API_KEY' }] }],
    }),
    answer: {
      status,
      headers: [
        ['content-type', 'application/json; charset=utf-8'],
        ['date', 'Sat, 21 Nov 2026 13:02:07 GMT'],
      ],
      body: JSON.stringify(
        {
          success: status < 400,
          error: { code: status === 404 ? 'not_found' : 'bad_request', message: '<string, 31 characters>' },
          trace_id: `trace-${status}`,
        },
        undefined,
        2,
      ),
      traceId: `trace-${status}`,
    },
  };
}

function clause(
  operation: OperationReport,
  rest: string,
  sentence: string,
  more: Partial<ClauseReport> = {},
): ClauseReport {
  const status = /^\d+/.exec(rest)?.[0];
  const id = `${operation.id}/${rest}`;
  return {
    id,
    ref: refIn(id),
    level: 'MUST',
    verdict: 'conforms',
    sentence,
    at: `${files[operation.contract]}#/paths/${operation.path.replaceAll('/', '~1')}/${operation.method.toLowerCase()}/${
      status === undefined ? rest : `responses/${rest}`
    }`,
    hash: digits(id, 12),
    findings: [],
    cases: [`${operation.id}/case/${rest}`],
    ...(status === undefined ? {} : { example: exchange(operation, Number(status), `${operation.id}/case/${status}`) }),
    ...more,
  };
}

/** Each sample clause has a case of its own. */
function caseIdOf(clauseId: string): string {
  const [contract = '', operation = '', ...rest] = clauseId.split('/');
  return `${contract}/${operation}/case/${rest.join('/')}`;
}

function finding(clauseId: string, more: Partial<FindingReport> = {}): FindingReport {
  return {
    code: 'SCHEMA_REQUIRED',
    level: 'MUST',
    at: '/trace_id',
    expected: 'property trace_id, a string',
    actual: 'absent',
    occurrences: 3,
    reproduced: { k: 3, n: 3 },
    fault: 'vendor',
    id: digits(clauseId, 10),
    cases: [caseIdOf(clauseId)],
    ...more,
  };
}

function clausesOf(operation: OperationReport): readonly ClauseReport[] {
  const byStatus = operation.responses.flatMap((status) => {
    const provoked = status !== '500' && status !== '502';
    const open: Partial<ClauseReport> = provoked
      ? {}
      : { verdict: 'not-run', because: `no request can make the vendor answer ${status}`, conditional: true };
    return [
      clause(operation, `${status}/body`, `A ${status} has the body that the schema describes.`, open),
      clause(operation, `${status}/content-type`, `A ${status} is application/json.`, open),
    ];
  });
  return [
    ...byStatus,
    clause(operation, 'responses', 'Only documented statuses are answered.'),
    clause(operation, 'security/missing', 'A request without a credential is refused with 401.'),
    clause(operation, 'parameters/noteId/malformed', 'A malformed noteId is refused.', {
      level: 'INFO',
      observed: '400 (3x)',
    }),
    clause(operation, 'lifecycle/gone', 'What was deleted answers 404.', { level: 'SHOULD' }),
  ];
}

function caseOf(one: ClauseReport): CaseReport {
  return {
    id: one.cases[0] ?? one.id,
    level: one.level,
    title: `${one.level} ${one.sentence}`,
    operation: one.ref.operation ?? one.ref.contract,
    verdict: one.verdict,
    ...(one.because === undefined ? {} : { because: one.because }),
    calls: 2,
    durationMs: 14,
  };
}

/** A whole report around clauses, its counts derived from them. */
export function reportOf(verdict: RunVerdict, clauses: readonly ClauseReport[], more: Partial<Report> = {}): Report {
  const cases = clauses.map(caseOf);
  return {
    version: 2,
    verdict,
    startedAt,
    durationMs: 41_300,
    targets,
    operations,
    counts: countsOf(clauses, cases),
    requests: {
      total: 214,
      planned: 206,
      extra: [{ reason: 'asked again to see whether a deviation is reproduced', calls: 8 }],
      perOperation: Object.fromEntries(operations.map((operation) => [operation.id, 50])),
    },
    clauses,
    cases,
    notices: [],
    ...more,
  };
}

const all = operations.flatMap(clausesOf);

function change(clauses: readonly ClauseReport[], changes: Readonly<Record<string, Partial<ClauseReport>>>) {
  for (const id of Object.keys(changes)) {
    if (!clauses.some((one) => one.id === id)) throw new Error(`no sample clause ${id}`);
  }
  return clauses.map((one): ClauseReport => {
    const changed = changes[one.id];
    if (changed === undefined) return one;
    // What changed has nothing that showed it to hold.
    const { example: _, ...rest } = one;
    const findings = (changed.findings ?? []).map((each) => ({ ...each, level: one.level }));
    return { ...rest, ...changed, findings };
  });
}

export function conforming(): Report {
  return reportOf('conformant', all, { notices: ['max-ai is the embedded sandbox: MAX_AI_BASE_URL is not set'] });
}

/** One defect in four answers of two operations, one in a header, one warning; one waived; some not run and inconclusive. */
export function threeDeviations(): Report {
  const [deleteImage, getImageUrl, uploadImage, deleteDocument] = operations as [
    OperationReport,
    OperationReport,
    OperationReport,
    OperationReport,
  ];
  const noTrace = (operation: OperationReport, status: number): Partial<ClauseReport> => ({
    verdict: 'deviates',
    findings: [
      finding(`${operation.id}/${status}/body`, {
        case: 'MUST answer with the documented body',
        exchange: exchange(operation, status, `${operation.id}/case/${status}`),
        traceIds: [`trace-${status}`],
        firstSeen: '2026-11-18T02:00:11.000Z',
        lastSeen: startedAt,
      }),
    ],
  });
  const clauses = change(all, {
    'max-ai-v2/deleteImage/400/body': noTrace(deleteImage, 400),
    'max-ai-v2/deleteImage/404/body': noTrace(deleteImage, 404),
    'max-ai-v2/deleteImage/409/body': noTrace(deleteImage, 409),
    'max-ai-v2/getImageUrl/404/body': noTrace(getImageUrl, 404),
    'max-ai-v3/uploadImage/201/content-type': {
      verdict: 'deviates',
      findings: [
        finding('max-ai-v3/uploadImage/201/content-type', {
          code: 'CONTENT_TYPE',
          at: 'header:content-type',
          expected: 'application/json',
          actual: 'text/html; charset=utf-8',
          occurrences: 12,
          reproduced: { k: 2, n: 3 },
          exchange: exchange(uploadImage, 201, 'max-ai-v3/uploadImage/case/201'),
        }),
      ],
    },
    'invox-medical-2026-03-01/deleteDocument/lifecycle/gone': {
      verdict: 'deviates',
      findings: [
        finding('invox-medical-2026-03-01/deleteDocument/lifecycle/gone', {
          code: 'STILL_THERE',
          at: 'status',
          expected: '404',
          actual: '200',
          occurrences: 1,
          fault: 'document',
          exchange: exchange(deleteDocument, 200, 'invox-medical-2026-03-01/deleteDocument/case/200'),
        }),
      ],
    },
    'max-ai-v3/uploadImage/409/body': {
      verdict: 'waived',
      findings: [
        finding('max-ai-v3/uploadImage/409/body', {
          code: 'SCHEMA_ENUM',
          at: '/error/code',
          expected: '"conflict"',
          actual: '"Conflict"',
          waiver: {
            owner: 'imaging team',
            ticket: 'MAX-1204',
            expires: '2027-02-01',
            reason: 'fixed in their release 4.2',
          },
        }),
      ],
    },
    'max-ai-v2/deleteImage/403/body': { verdict: 'not-run', because: 'MAX_AI_RESTRICTED_API_KEY is not set' },
    'max-ai-v2/deleteImage/403/content-type': { verdict: 'not-run', because: 'MAX_AI_RESTRICTED_API_KEY is not set' },
    'invox-medical-2026-03-01/deleteDocument/429/body': {
      verdict: 'inconclusive',
      because: 'three calls were not answered within 10 s',
    },
  });
  return reportOf('nonconformant', clauses, {
    because: '5 MUST clauses deviate',
    notices: ['max-ai is the embedded sandbox: MAX_AI_BASE_URL is not set'],
  });
}

export function invalid(): Report {
  const clauses = all.map((one): ClauseReport => {
    const { example: _, observed: __, conditional: ___, ...rest } = one;
    return one.id.startsWith('invox')
      ? { ...rest, verdict: 'error', because: 'TypeError: Cannot read properties of undefined' }
      : { ...rest, verdict: 'not-run', because: 'no call to https://api.maxcare.example was answered' };
  });
  return reportOf('invalid', clauses, {
    because:
      'no call to https://api.maxcare.example was answered\nthe suite failed in 22 clauses of invox-medical-2026-03-01',
  });
}

/** What exit 2 writes before anything was asked. */
export function nothingRun(): Report {
  return reportOf('invalid', [], {
    because: 'MAX_AI_API_KEY is required when MAX_AI_BASE_URL is set',
    targets: [],
    operations: [],
    durationMs: 3,
    requests: { total: 0, planned: 0, extra: [], perOperation: {} },
  });
}

const verdicts: readonly Verdict[] = [
  'conforms',
  'conforms',
  'conforms',
  'deviates',
  'waived',
  'not-run',
  'inconclusive',
  'error',
];
const levels: readonly Level[] = ['MUST', 'MUST', 'SHOULD', 'INFO'];

/** About 500 clauses, each with an exchange of its own, with every verdict and level among them. */
export function big(promises = 125): Report {
  const clauses = operations.flatMap((operation) =>
    Array.from({ length: promises }, (_, index): ClauseReport => {
      const status = Number(operation.responses[index % operation.responses.length]);
      const rest = `${status}/promise-${index}`;
      const level = levels[index % levels.length] ?? 'MUST';
      const wanted = verdicts[Math.floor(index / 3) % verdicts.length] ?? 'conforms';
      const verdict = level === 'INFO' ? 'conforms' : wanted;
      const shown = exchange(operation, status, `${operation.id}/case/${index}`);
      return clause(operation, rest, `Promise number ${index} of a ${status} holds.`, {
        level,
        verdict,
        example: shown,
        ...(verdict === 'deviates'
          ? { findings: [finding(`${operation.id}/${rest}`, { level, at: `/items/${index}`, exchange: shown })] }
          : {}),
        ...(['not-run', 'inconclusive', 'error'].includes(verdict) ? { because: `reason ${index % 7}` } : {}),
      });
    }),
  );
  return reportOf('nonconformant', clauses);
}

/** Marks up every string of a report, ids and places included; keys and the words of enums stay. */
export function hostile(mark: (text: string) => string, report: Report = threeDeviations()): Report {
  const words =
    /^(?:conformant|partial|nonconformant|invalid|conforms|waived|not-run|inconclusive|error|deviates|request|response|scenario|none|json|text|multipart|header|query|cookie|id|url|secret|MUST|SHOULD|INFO|vendor|document|environment|suite|embedded|loopback|sandbox|staging|production)$/;
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return words.test(value) ? value : mark(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(report) as Report;
}
