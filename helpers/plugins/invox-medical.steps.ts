/** What a scenario about Invox Medical says, in its own words. Long because it is one vocabulary: its steps share one case and call each other. */
import { randomUUID } from 'node:crypto';
import { withHeader } from '../cases/edit.ts';
import { json } from '../checks/read.ts';
import { at, isObject } from '../contract/pointer.ts';
import type { Answer, CredentialKind, Exchange, Json } from '../contract/types.ts';
import type { CaseContext } from '../run/context.ts';
import {
  giveBytes,
  isSuccess,
  documentResource,
  jsonOf,
  operations,
  tokenCall,
  tokenIn,
  versionHeader,
  type DocumentResource,
} from './invox-medical.ts';
import { asStatus, statusOf, trustedPlaces } from './signed-url.ts';
import type { Resource } from '../profile/vendor.ts';

export interface DocumentAsked {
  readonly documentType: 'PDF' | 'TXT';
  readonly documentName: string;
}

/** A document that was announced, with the type that the response gives it. */
export interface Announced extends DocumentResource {
  readonly type: string;
}

export interface Invox {
  /** Asks for a signed URL for each document, whatever comes of it. */
  tryAnnounce(documents: readonly DocumentAsked[], credentials?: CredentialKind): Promise<Exchange>;
  /** The documents that a response names, in its order. Without any the case cannot go on. */
  documentsFrom(exchange: Exchange): readonly Announced[];
  /** Judges that the answer has one entry for each document asked for. */
  expectOneEntryEach(exchange: Exchange, asked: readonly DocumentAsked[]): boolean;
  /** A document whose bytes have not come yet. */
  announce(): Promise<Announced>;
  /** A document with its bytes. Without one the case cannot go on. */
  upload(): Promise<Resource>;
  /** Judges that the signed URL takes the bytes of its document. */
  expectUploadAccepted(document: Announced): Promise<void>;
  /** Judges where a signed URL leads, without following it. */
  expectAllowedHost(document: Announced): void;
  /** Deletes a document under an API version (`null`: without the header), whatever comes of it. */
  tryDelete(document: Resource, version?: string | null, credentials?: CredentialKind): Promise<Exchange>;
  /** Deletes a document. Where that is refused the case cannot go on. */
  delete(document: Resource): Promise<Exchange>;
  /** Judges that a request was served; `because` are the statuses by which the clause's own matter is refused. */
  expectAccepted(clause: string, exchange: Exchange, because: readonly number[]): void;
  /** Judges that the answer names the document that was to be deleted. */
  expectDocumentId(exchange: Exchange, document: Resource): void;
  /** A document that nobody ever announced. */
  unknownDocument(): Resource;
  /** A value of the answer's body that fixes the kind of error, or what its absence looks like. */
  errorType(exchange: Exchange): string;
  /** How the answer spells its error text. */
  errorTextProperty(exchange: Exchange): string;
  /** The token service's answer to a credential. A token that it gave rightly is the `renewed` credential from then on. */
  requestToken(credential: 'valid' | 'wrong' | 'empty'): Promise<{ status: number; hasToken: boolean }>;
}

const { generate, remove: deleteDocument } = operations;

export const aTxt = (): DocumentAsked => ({
  documentType: 'TXT',
  documentName: `conformance-${randomUUID().slice(0, 8)}.txt`,
});
export const aPdf = (): DocumentAsked => ({
  documentType: 'PDF',
  documentName: `conformance-${randomUUID().slice(0, 8)}.pdf`,
});

export function invoxSteps(ctx: CaseContext): Invox {
  const trusted = trustedPlaces(ctx, 'invox-medical');

  const tryAnnounce = (documents: readonly DocumentAsked[], credentials: CredentialKind = 'valid') =>
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

  function documentsFrom(exchange: Exchange): readonly Announced[] {
    const found = entriesOf(exchange).flatMap(({ documentId, documentType, signedUrl }) =>
      typeof documentId === 'string' && typeof signedUrl === 'string'
        ? [{ ...documentResource(documentId, signedUrl), type: documentType === 'PDF' ? 'PDF' : 'TXT' }]
        : [],
    );
    if (found.length > 0) return found;
    outlived(exchange);
    return ctx.stop(`setup failed: no document could be announced (${statusOf(exchange)})`);
  }

  /** The preflight was served with the same token, or there would be no run; only one that we were given may be old. */
  function outlived(exchange: Exchange): void {
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

  const announce = async () => documentsFrom(await tryAnnounce([aTxt()]))[0] ?? ctx.stop('setup failed: no document');

  const tryDelete = (document: Resource, version?: string | null, credentials?: CredentialKind) =>
    ctx.call(
      deleteDocument,
      (plan) => ({
        ...(version === undefined ? plan : withHeader(plan, versionHeader, version ?? undefined)),
        ...(credentials && { credentials }),
      }),
      { resource: document },
    );

  return {
    tryAnnounce,
    documentsFrom,
    expectOneEntryEach(exchange, asked) {
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
    },
    announce,
    upload: () => ctx.resources.create('document'),
    async expectUploadAccepted({ signedUrl, type }) {
      const clause = `${generate}/lifecycle/accepts-upload`;
      if (!URL.canParse(signedUrl) || !trusted.allows(signedUrl))
        return ctx.stop('the signed URL points to a host that is not trusted: not requested');
      const reply = await giveBytes({ signedUrl }, ctx, type === 'PDF' ? 'application/pdf' : 'text/plain');
      if (reply.kind === 'unanswered')
        return ctx.stop(`the object store did not answer: ${reply.because}`, 'no-answer');
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
    },
    expectAllowedHost({ signedUrl }) {
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
    },
    tryDelete,
    async delete(document) {
      const exchange = await tryDelete(document);
      if (ctx.expectResponse(exchange, { clause: `${deleteDocument}/200/status`, status: 200 })) return exchange;
      return ctx.stop(`the delete was answered with ${statusOf(exchange)}`);
    },
    expectAccepted(clause, exchange, because) {
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
    },
    expectDocumentId(exchange, { id }) {
      const said = at(jsonOf(exchange) ?? null, '/documentId');
      if (typeof said !== 'string') return;
      ctx.assertClause(`${deleteDocument}/lifecycle/echo`, {
        holds: said === id,
        code: 'OTHER_DOCUMENT',
        at: '/documentId',
        expected: 'the documentId that was sent',
        actual: said.toLowerCase() === id.toLowerCase() ? 'the same in other letter case' : 'another documentId',
      });
    },
    unknownDocument: () => documentResource(`conformance-unknown-${randomUUID()}`),
    errorType(exchange) {
      const type = at(jsonOf(exchange) ?? null, '/errorType');
      return typeof type === 'string' ? type.slice(0, 60) : 'no errorType';
    },
    errorTextProperty(exchange) {
      const body = jsonOf(exchange);
      const found = ['messsage', 'message'].filter((name) => isObject(body) && name in body);
      return `${statusOf(exchange)}: ${found.join(' and ') || 'neither'}`;
    },
    async requestToken(credential) {
      const [address, app, key] = [
        ctx.requireVariable('INVOX_TOKEN_URL'),
        ctx.requireVariable('INVOX_APP_ID'),
        ctx.requireVariable('INVOX_API_KEY'),
      ];
      const sent = { valid: key, wrong: `conformance-wrong-${randomUUID()}`, empty: '' }[credential];
      const authorization = `Basic ${Buffer.from(`${app}:${sent}`).toString('base64')}`;
      const reply = await ctx.fetch(address, { method: 'POST', headers: { authorization } }, tokenCall);
      if (reply.kind === 'unanswered')
        return ctx.stop(`the token service did not answer: ${reply.because}`, 'no-answer');
      const token = tokenIn(reply.answer);
      const hasToken = token !== undefined;
      if (hasToken && credential === 'valid') {
        ctx.run.registerSecret('INVOX_RENEWED_ACCESS_TOKEN', token);
        // Who gives the same token again says what is left of its life.
        if (token !== ctx.run.secret('INVOX_ACCESS_TOKEN'))
          for (const [at, life] of livesOfToken(reply.answer, token))
            ctx.assertClause(`${deleteDocument}/token/lifetime`, {
              holds: Math.abs(life - 7_200) <= 120,
              code: 'TOKEN_LIFE',
              at,
              expected: '7,200 seconds',
              actual: `${life} seconds`,
            });
      }
      const { status } = reply.answer;
      // That a wrong credential makes the service fail is an answer to it.
      const isAnswer = credential !== 'valid' && status === 500;
      if ((status >= 500 && !isAnswer) || status === 429)
        return ctx.stop(`environment: the token service answered ${status}`, 'environment');
      return { status, hasToken };
    },
  };
}

/** Seconds that a token lives by its own claims (RFC 7519), and by `expires_in` (RFC 6749, 5.1), where they say so. */
function livesOfToken(answer: Answer, token: string): (readonly [at: string, seconds: number])[] {
  const [, claims = ''] = token.split('.');
  const [own, body] = [json({ ...answer, body: Buffer.from(claims, 'base64url') }), json(answer)];
  const numberIn = (parsed: ReturnType<typeof json>, name: string) =>
    Number((parsed.ok ? at(parsed.value, `/${name}`) : undefined) ?? Number.NaN);
  const lives = [
    ['body', numberIn(own, 'exp') - numberIn(own, 'iat')],
    ['/expires_in', numberIn(body, 'expires_in')],
  ] as const;
  return lives.filter(([, seconds]) => Number.isFinite(seconds));
}

function entriesOf(exchange: Exchange): readonly Readonly<Record<string, Json>>[] {
  const documents = at(jsonOf(exchange) ?? null, '/documents');
  return isSuccess(exchange) && Array.isArray(documents) ? (documents as Json[]).filter(isObject) : [];
}
