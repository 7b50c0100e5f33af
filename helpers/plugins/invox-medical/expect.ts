/** What is judged of documents and of the answers about them. */
import { at, isObject } from '../../contract/pointer.ts';
import type { Exchange } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';
import type { CaseContext } from '../../run/context.ts';
import { giveBytes, jsonOf, operations } from '../invox-medical.ts';
import { asStatus, statusOf, trustedPlaces } from '../signed-url.ts';
import { entriesOf, type Announced, type DocumentAsked } from './documents.ts';

const { generate, remove: deleteDocument } = operations;

export interface Expectations {
  /** The answer has one entry for each document asked for; true where it has. */
  oneEntryEach(exchange: Exchange, asked: readonly DocumentAsked[]): boolean;
  /** The signed URL takes the bytes of its document. */
  uploadAccepted(document: Announced): Promise<void>;
  /** Where a signed URL leads, without following it. */
  allowedHost(document: Announced): void;
  /** A request was served; `because` are the statuses by which the clause's own matter is refused. */
  accepted(clause: string, exchange: Exchange, because: readonly number[]): void;
  /** The answer names the document that was to be deleted. */
  documentId(exchange: Exchange, document: Resource): void;
}

export const expectations = (ctx: CaseContext): Expectations => ({
  oneEntryEach: (exchange, asked) => expectOneEntryEach(ctx, exchange, asked),
  uploadAccepted: (document) => expectUploadAccepted(ctx, document),
  allowedHost: (document) => expectAllowedHost(ctx, document),
  accepted: (clause, exchange, because) => expectAccepted(ctx, clause, exchange, because),
  documentId: (exchange, document) => expectDocumentId(ctx, exchange, document),
});

function expectOneEntryEach(ctx: CaseContext, exchange: Exchange, asked: readonly DocumentAsked[]): boolean {
  const status = statusOf(exchange);
  if (status !== 200) return ctx.stop(`setup failed: no documents could be announced (${status})`);
  const entries = entriesOf(exchange);
  const said = entries.map(({ documentType, documentName }) => JSON.stringify([documentType, documentName]));
  const ids = new Set(entries.map(({ documentId }) => documentId));
  const urls = new Set(entries.map(({ signedUrl }) => signedUrl));
  const missing = asked.filter(
    ({ documentType, documentName }) => !said.includes(JSON.stringify([documentType, documentName])),
  );
  return ctx.assertClause(`${generate}/lifecycle/per-document`, {
    holds: [entries.length, ids.size, urls.size].every((size) => size === asked.length) && missing.length === 0,
    code: 'DOCUMENTS_OTHER',
    at: '/documents',
    expected: `${asked.length} entries with unique ids and URLs, and the types and names that were sent`,
    actual: `${entries.length} entries, ${ids.size} ids, ${urls.size} URLs, ${asked.length - missing.length} of the types and names`,
  });
}

async function expectUploadAccepted(ctx: CaseContext, { signedUrl, type }: Announced): Promise<void> {
  const trusted = trustedPlaces(ctx, 'invox-medical');
  const clause = `${generate}/lifecycle/accepts-upload`;
  if (!URL.canParse(signedUrl) || !trusted.allows(signedUrl))
    return ctx.stop('the signed URL points to a host that is not trusted: not requested');
  const reply = await giveBytes({ signedUrl }, ctx, type === 'PDF' ? 'application/pdf' : 'text/plain');
  if (reply.kind === 'unanswered') return ctx.stop(`the object store did not answer: ${reply.because}`, 'no-answer');
  const { status } = reply.answer;
  if (status >= 500 || status === 429)
    return ctx.stop(`environment: the object store answered ${status}`, 'environment');
  ctx.assertClause(clause, {
    holds: status >= 200 && status < 300,
    code: 'UPLOAD_REFUSED',
    at: 'url',
    expected: 'PUT is accepted (2xx)',
    actual: String(status),
    status,
  });
}

function expectAllowedHost(ctx: CaseContext, { signedUrl }: Announced): void {
  const trusted = trustedPlaces(ctx, 'invox-medical');
  const clause = `${generate}/lifecycle/host`;
  const hostname = URL.canParse(signedUrl) ? new URL(signedUrl).hostname : undefined;
  if (trusted.hosts === undefined && hostname !== undefined) ctx.record(clause, hostname);
  ctx.assertClause(clause, {
    holds: hostname !== undefined && trusted.allows(signedUrl),
    code: hostname !== undefined && trusted.isPrivate(signedUrl) ? 'HOST_PRIVATE' : 'HOST_UNKNOWN',
    at: '/documents/0/signedUrl',
    expected: trusted.hosts === undefined ? 'a public host' : 'a host of INVOX_SIGNED_URL_HOSTS',
    actual: hostname ?? 'not an absolute address',
  });
}

function expectAccepted(ctx: CaseContext, clause: string, exchange: Exchange, because: readonly number[]): void {
  const status = statusOf(exchange);
  const holds = typeof status === 'number' && status >= 200 && status < 300;
  if (!holds && !because.includes(Number(status))) return ctx.stop(`answered with ${status} for another reason`);
  ctx.assertClause(clause, {
    holds,
    code: 'REFUSED',
    at: 'status',
    expected: 'success',
    actual: String(status),
    ...asStatus(status),
  });
}

function expectDocumentId(ctx: CaseContext, exchange: Exchange, { id }: Resource): void {
  const said = at(jsonOf(exchange) ?? null, '/documentId');
  if (typeof said !== 'string') return;
  ctx.assertClause(`${deleteDocument}/lifecycle/echo`, {
    holds: said === id,
    code: 'OTHER_DOCUMENT',
    at: '/documentId',
    expected: 'the documentId that was sent',
    actual: said.toLowerCase() === id.toLowerCase() ? 'the same in other letter case' : 'another documentId',
  });
}

/** A value of the answer's body that fixes the kind of error, or what its absence looks like. */
export function errorType(exchange: Exchange): string {
  const type = at(jsonOf(exchange) ?? null, '/errorType');
  return typeof type === 'string' ? type.slice(0, 60) : 'no errorType';
}

/** How the answer spells its error text. */
export function errorTextProperty(exchange: Exchange): string {
  const body = jsonOf(exchange);
  const found = ['messsage', 'message'].filter((name) => isObject(body) && name in body);
  return `${statusOf(exchange)}: ${found.join(' and ') || 'neither'}`;
}
