/** Documents: announced, uploaded and deleted. */
import { randomUUID } from 'node:crypto';
import { withHeader } from '../../cases/edit.ts';
import { at, isObject } from '../../contract/pointer.ts';
import { isSuccess, type CredentialKind, type Exchange, type Json } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';
import type { CaseContext } from '../../run/context.ts';
import { documentResource, jsonOf, operations, versionHeader, type DocumentResource } from '../invox-medical.ts';
import { statusOf } from '../signed-url.ts';

const { generate, remove: deleteDocument } = operations;

export interface DocumentAsked {
  readonly documentType: 'PDF' | 'TXT';
  readonly documentName: string;
}

/** A document that was announced, with the type that the response gives it. */
export interface Announced extends DocumentResource {
  readonly type: string;
}

export const aTxt = (): DocumentAsked => ({
  documentType: 'TXT',
  documentName: `conformance-${randomUUID().slice(0, 8)}.txt`,
});
export const aPdf = (): DocumentAsked => ({
  documentType: 'PDF',
  documentName: `conformance-${randomUUID().slice(0, 8)}.pdf`,
});

export interface Documents {
  /** Asks for a signed URL for each document, whatever comes of it. */
  tryAnnounce(documents: readonly DocumentAsked[], credentials?: CredentialKind): Promise<Exchange>;
  /** The documents that a response names, in its order. Without any the case cannot go on. */
  from(exchange: Exchange): readonly Announced[];
  /** A document whose bytes have not come yet. */
  announce(): Promise<Announced>;
  /** A document with its bytes. Without one the case cannot go on. */
  upload(): Promise<Resource>;
  /** Deletes a document under an API version (`null`: without the header), whatever comes of it. */
  tryDelete(document: Resource, version?: string | null, credentials?: CredentialKind): Promise<Exchange>;
  /** Deletes a document. Where that is refused the case cannot go on. */
  delete(document: Resource): Promise<Exchange>;
  /** A document that nobody ever announced. */
  unknown(): Resource;
}

export const documentSteps = (ctx: CaseContext): Documents => ({
  tryAnnounce: (documents, credentials) => tryAnnounce(ctx, documents, credentials),
  from: (exchange) => documentsFrom(ctx, exchange),
  announce: async () =>
    documentsFrom(ctx, await tryAnnounce(ctx, [aTxt()]))[0] ?? ctx.stop('setup failed: no document'),
  upload: () => ctx.resources.create('document'),
  tryDelete: (document, version, credentials) => tryDelete(ctx, document, version, credentials),
  async delete(document) {
    const exchange = await tryDelete(ctx, document);
    if (ctx.expectResponse(exchange, { clause: `${deleteDocument}/200/status`, status: 200 })) return exchange;
    return ctx.stop(`the delete was answered with ${statusOf(exchange)}`);
  },
  unknown: () => documentResource(`conformance-unknown-${randomUUID()}`),
});

const tryAnnounce = (ctx: CaseContext, documents: readonly DocumentAsked[], credentials: CredentialKind = 'valid') =>
  ctx.call(generate, (plan) => ({
    ...plan,
    credentials,
    body: {
      kind: 'json',
      value: {
        consultationSessionId: `conformance-${randomUUID()}`,
        documents: documents.map((each) => ({ ...each })),
      },
    },
  }));

function documentsFrom(ctx: CaseContext, exchange: Exchange): readonly Announced[] {
  const found = entriesOf(exchange).flatMap(({ documentId, documentType, signedUrl }) =>
    typeof documentId === 'string' && typeof signedUrl === 'string'
      ? [{ ...documentResource(documentId, signedUrl), type: documentType === 'PDF' ? 'PDF' : 'TXT' }]
      : [],
  );
  if (found.length > 0) return found;
  expectNotOutlived(ctx, exchange);
  return ctx.stop(`setup failed: no document could be announced (${statusOf(exchange)})`);
}

/** The preflight was served with the same token, or there would be no run; only one that we were given may be old. */
function expectNotOutlived(ctx: CaseContext, exchange: Exchange): void {
  const status = Number(statusOf(exchange));
  if (![401, 403].includes(status) || ctx.run.config.variables['INVOX_ACCESS_TOKEN'] !== undefined) return;
  ctx.assertClause(`${deleteDocument}/token/reused`, {
    holds: false,
    code: 'REFUSED',
    at: 'status',
    expected: 'success, as for the previous request with this token',
    actual: String(status),
    status,
  });
}

const tryDelete = (ctx: CaseContext, document: Resource, version?: string | null, credentials?: CredentialKind) =>
  ctx.call(
    deleteDocument,
    (plan) => ({
      ...(version === undefined ? plan : withHeader(plan, versionHeader, version ?? undefined)),
      ...(credentials && { credentials }),
    }),
    { resource: document },
  );

/** The entries of an answer that announces documents. */
export function entriesOf(exchange: Exchange): readonly Readonly<Record<string, Json>>[] {
  const documents = at(jsonOf(exchange) ?? null, '/documents');
  return isSuccess(exchange) && Array.isArray(documents) ? (documents as Json[]).filter(isObject) : [];
}
