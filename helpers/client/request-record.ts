/** What of a request is stored: all of it, without its secrets. */
import { createHash } from 'node:crypto';
import { redacted } from '../config/redacted.ts';
import { secretName, type Redactor } from '../config/redactor.ts';
import type {
  BodyRecord,
  CertificateRecord,
  CredentialRecord,
  PartRecord,
  RequestRecord,
} from '../contract/request-record.ts';
import type { Body, Operation, Part, RequestPlan } from '../contract/types.ts';
import { formText } from './body.ts';

/** Files of more bytes are not stored: only their size. */
const largestFile = 2_048;
/** Longest text of a body that is stored. */
const longestText = 4_000;

/** What a request of an operation is stored with beside its plan. */
export interface SentWith {
  /** Shell variable that stands for the base URL. */
  readonly variable: string;
  /** The address as it was sent. */
  readonly url: string;
  readonly credentials: readonly CredentialRecord[];
  readonly certificate?: CertificateRecord;
  readonly redactor: Redactor;
}

/** The record of a request of an operation. */
export function recordRequest(operation: Operation, plan: RequestPlan, sent: SentWith): RequestRecord {
  const { variable, url, credentials, certificate, redactor } = sent;
  const { body, isCut } = bodyRecord(plan.body);
  const parts = {
    pathValues: plan.path,
    query: plan.query,
    headers: plan.headers,
    cookies: plan.cookies ?? [],
    body,
  };
  const clean = redacted(parts, redactor);
  return {
    method: plan.method,
    url: redactor.text(url),
    base: { variable },
    path: `${operation.basePath}${operation.path}`,
    ...clean,
    credentials,
    ...(certificate && { certificate }),
    ...((isCut || JSON.stringify(clean) !== JSON.stringify(parts)) && { incomplete: true }),
  };
}

/** What a request outside any contract is stored with. */
export interface FetchedWith {
  readonly method: string;
  readonly url: string;
  /** The variable that holds the address; an address that an earlier answer gave has none. */
  readonly variable?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentials?: readonly CredentialRecord[];
  readonly certificate?: CertificateRecord;
  readonly body?: { readonly bytes: Uint8Array; readonly contentType: string };
  readonly redactor: Redactor;
}

/** The record of a request outside any contract: a signed URL, the token service. */
export function recordFetch(fetched: FetchedWith): RequestRecord {
  const { method, url, variable, headers = {}, credentials = [], certificate, body, redactor } = fetched;
  const raw: Body = body ? { kind: 'raw', ...body } : { kind: 'none' };
  const { body: stored, isCut } = bodyRecord(raw);
  const known = new Set(credentials.map(({ name }) => name));
  const plain = Object.entries(headers).filter(([name]) => !secretName.test(name));
  const isSecretLost = Object.keys(headers).some((name) => secretName.test(name) && !known.has(name.toLowerCase()));
  const parts = { headers: plain, body: stored };
  const clean = redacted(parts, redactor);
  return {
    method,
    url: redactor.text(url),
    base: variable === undefined ? { digest: digestOf(url) } : { variable },
    path: '',
    pathValues: {},
    query: [],
    cookies: [],
    ...clean,
    credentials,
    ...(certificate && { certificate }),
    ...((isCut || isSecretLost || JSON.stringify(clean) !== JSON.stringify(parts)) && { incomplete: true }),
  };
}

/** The record of a request that was not sent. */
export const recordUnsent = (plan: RequestPlan): RequestRecord => ({
  method: plan.method,
  url: '',
  base: { variable: '' },
  path: '',
  pathValues: {},
  query: [],
  headers: [],
  cookies: [],
  credentials: [],
  body: { kind: 'none' },
  incomplete: true,
});

/** First 16 hex digits of the SHA-256 of an address: by it a stored request is known to go where an answer led. */
export const digestOf = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 16);

function bodyRecord(body: Body): { body: BodyRecord; isCut: boolean } {
  switch (body.kind) {
    case 'none':
      return { body, isCut: false };
    case 'json':
      return {
        body: { kind: 'json', value: body.value, contentType: body.contentType ?? 'application/json' },
        isCut: false,
      };
    case 'form':
      return textBody(formText(body.value, body.encoding), body.contentType ?? 'application/x-www-form-urlencoded');
    case 'raw':
      return textBody(new TextDecoder().decode(body.bytes), body.contentType);
    case 'multipart':
      return { body: { kind: 'multipart', parts: body.parts.map(partRecord) }, isCut: false };
  }
}

const textBody = (text: string, contentType: string): { body: BodyRecord; isCut: boolean } => ({
  body: { kind: 'text', text: text.slice(0, longestText), contentType },
  isCut: text.length > longestText,
});

function partRecord({ name, bytes, fileName, contentType }: Part): PartRecord {
  const type = contentType === undefined ? {} : { contentType };
  if (fileName === undefined) return { name, ...type, text: new TextDecoder().decode(bytes).slice(0, longestText) };
  const base64 = bytes.length > largestFile ? undefined : Buffer.from(bytes).toString('base64');
  return { name, ...type, file: { name: fileName, bytes: bytes.length, ...(base64 !== undefined && { base64 }) } };
}
