/** Invox Medical: tokens for credentials, the version header, and the life of a document. */
import { randomUUID } from 'node:crypto';
import { json } from '../checks/read.ts';
import { unlike } from '../cases/similar-unknown-id.ts';
import { at } from '../contract/pointer.ts';
import type { Answer, CredentialKind, Exchange, Json, Operation } from '../contract/types.ts';
import type { Sender, Subject, Vendor } from '../profile/vendor.ts';

export const operations = {
  generate: 'invox-medical-2026-03-01/generateSignedUrlsForDocuments',
  remove: 'invox-medical-2026-03-01/deleteDocument',
} as const;

/** Calls outside the contract, as they are counted. */
export const uploadCall = 'invox-medical/upload-document';
export const tokenCall = 'invox-medical/token';

export const versionHeader = 'X-Invox-Medical-Api-Version';

export const documentBytes = Buffer.from('Conformance test document. It holds no health data.\n');

export interface DocumentSubject extends Subject {
  readonly signedUrl: string;
}

export const documentSubject = (id: string, signedUrl = ''): DocumentSubject => ({
  kind: 'document',
  id,
  signedUrl,
  value: (parameter) => (parameter === 'documentId' ? id : undefined),
});

export function jsonOf(exchange: Exchange): Json | undefined {
  const body = exchange.kind === 'answered' ? json(exchange.answer) : undefined;
  return body?.ok ? body.value : undefined;
}

const takesDocument = (operation: Operation): boolean => {
  const pointer = operation.body?.content[0]?.schemaPointer;
  const ref = pointer === undefined ? undefined : at(operation.contract.document, `${pointer}/$ref`);
  const schema = typeof ref === 'string' ? ref.slice(1) : pointer;
  return schema !== undefined && at(operation.contract.document, `${schema}/properties/documentId`) !== undefined;
};

/** Every string and number in a value, however deep: a list of ids names them all, an empty one names nothing. */
const leavesOf = (value: Json): string[] =>
  typeof value === 'string' || typeof value === 'number'
    ? [String(value)].filter(Boolean)
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap((each: Json) => leavesOf(each))
      : [];

/** Names of the tokens that a run asks for, by the credential they are good for. */
const tokenFor: Partial<Record<CredentialKind, string>> = {
  restricted: 'INVOX_RESTRICTED_ACCESS_TOKEN',
  renewed: 'INVOX_RENEWED_ACCESS_TOKEN',
};

/** The token in the token service's answer; undefined where it has none. */
export function tokenIn(answer: Answer): string | undefined {
  const body = json(answer);
  const found = body.ok ? ['accessToken', 'access_token'].map((name) => at(body.value, `/${name}`)) : [];
  return found.find((value): value is string => typeof value === 'string' && value !== '');
}

export const invoxMedical: Vendor = {
  id: 'invox-medical',
  baseVariable: 'INVOX_BASE_URL',
  endpoint: (config, tokens) => ({
    baseUrl: config.targets.find(({ vendor }) => vendor === 'invox-medical')?.baseUrl ?? '',
    variable: 'INVOX_BASE_URL',
    bearer(_operation, plan) {
      const variable = tokenFor[plan.credentials] ?? 'INVOX_ACCESS_TOKEN';
      const value = tokens.get(variable);
      return value === undefined ? undefined : { value, variable };
    },
  }),
  missingCredential(kind, { values }) {
    if (kind === 'rate-limit') return 'a second key, which Invox Medical has no use for';
    if (kind !== 'restricted') return undefined;
    const missing = (['INVOX_RESTRICTED_APP_ID', 'INVOX_RESTRICTED_API_KEY', 'INVOX_TOKEN_URL'] as const).filter(
      (name) => values[name] === undefined,
    );
    return missing.length > 0 ? missing.join(', ') : undefined;
  },
  subjectOf: (operation) => (takesDocument(operation) ? 'document' : undefined),
  value: (parameter, operation, { values }) =>
    parameter === versionHeader ? (values.INVOX_API_VERSION ?? operation.contract.version) : undefined,
  body(operation, subject) {
    if (takesDocument(operation))
      return { kind: 'json', value: { documentId: subject?.id ?? this.unknown('documentId', operation) } };
    if (operation.id === operations.generate)
      return {
        kind: 'json',
        value: {
          consultationSessionId: `conformance-${randomUUID()}`,
          documents: [{ documentType: 'TXT', documentName: 'conformance.txt' }],
        },
      };
    return undefined;
  },
  unknown: (_parameter, _operation, like) => (like ? unlike(like) : `conformance-unknown-${randomUUID()}`),
  successes: new Set(Object.values(operations)),
  costs: { document: { create: { [operations.generate]: 1, [uploadCall]: 1 }, remove: { [operations.remove]: 1 } } },
  async create(_kind, sender) {
    const exchange = await sender.call(operations.generate, (valid) => valid, { purpose: 'set-up' });
    const subject = firstDocument(exchange);
    if (!subject) return undefined;
    const reply = await giveBytes(subject, sender);
    if (reply.kind === 'answered')
      sender.assertClause(`${operations.generate}/lifecycle/accepts-upload`, {
        holds: reply.answer.status < 300,
        code: 'UPLOAD_REFUSED',
        at: '/documents/0/signedUrl',
        expected: 'the bytes of the document are taken',
        actual: String(reply.answer.status),
      });
    return subject;
  },
  remove: (subject, sender) => sender.call(operations.remove, (valid) => valid, { subject, purpose: 'clean-up' }),
  creates: (operation) => operation.id === operations.generate,
  created(exchange) {
    if (!this.creates(exchange.operation)) return undefined;
    const documents = at(jsonOf(exchange) ?? null, '/documents');
    const ids = Array.isArray(documents)
      ? documents.map((each) => at(each as Json, '/documentId')).filter((id) => typeof id === 'string')
      : [];
    return { kind: 'document', ids };
  },
  destroys(operation, plan) {
    if (operation.method !== 'DELETE' || plan.method !== 'DELETE' || plan.body.kind !== 'json') return [];
    const id = at(plan.body.value, '/documentId');
    return typeof id === 'string' ? [id] : [];
  },
  touches(_operation, plan) {
    const named = plan.body.kind === 'json' ? leavesOf(at(plan.body.value, '/documentId') ?? null) : [];
    if (named.length > 0) return named;
    // It names no document: only what the suite's own cases send so may be sent.
    return [`nothing ${plan.method} ${JSON.stringify(plan.body)}`];
  },
  addsTo: () => undefined,
  restore: (_kind, id) => documentSubject(id),
  fixtures: () => [],
  homes: () => [],
  isMadeUp: (id) => /^conformance-unknown-[0-9a-f-]{36}$/.test(id),
};

/** Puts the bytes of a document where its signed URL leads. */
export const giveBytes = (
  { signedUrl }: Pick<DocumentSubject, 'signedUrl'>,
  sender: Pick<Sender, 'fetch'>,
  contentType = 'text/plain',
) => {
  // Azure takes no blob without its type (REST API of Blob Storage, Put Blob).
  const headers = /[?&]sig=/.test(signedUrl) ? { 'x-ms-blob-type': 'BlockBlob' } : {};
  return sender.fetch(signedUrl, { method: 'PUT', headers, body: { bytes: documentBytes, contentType } }, uploadCall);
};

/** Of the generate page only the success was read, and not under which status. */
export const isSuccess = (exchange: Exchange): boolean =>
  exchange.kind === 'answered' && exchange.answer.status >= 200 && exchange.answer.status < 300;

/** The first document that a generate answer names. */
export function firstDocument(exchange: Exchange): DocumentSubject | undefined {
  const body = jsonOf(exchange) ?? null;
  const [id, url] = [at(body, '/documents/0/documentId'), at(body, '/documents/0/signedUrl')];
  return isSuccess(exchange) && typeof id === 'string' && id !== ''
    ? documentSubject(id, typeof url === 'string' ? url : '')
    : undefined;
}
