/** Invox Medical: what the store behind its signed URLs needs, and readers of its answers. */
import { json } from '../checks/read.ts';
import { at } from '../contract/pointer.ts';
import type { Answer, Exchange, Json } from '../contract/types.ts';
import type { Plugin } from '../profile/plugin.ts';
import type { Sender, Resource } from '../profile/vendor.ts';

export const operations = {
  generate: 'invox-medical-2026-03-01/generateSignedUrlsForDocuments',
  remove: 'invox-medical-2026-03-01/deleteDocument',
} as const;

/** Calls outside the contract, as they are counted. */
export const uploadCall = 'invox-medical/upload-document';
export const tokenCall = 'invox-medical/token';

export const versionHeader = 'X-Invox-Medical-Api-Version';

export const documentBytes = Buffer.from('Conformance test document. It holds no health data.\n');

export interface DocumentResource extends Resource {
  readonly signedUrl: string;
}

export const documentResource = (id: string, signedUrl = ''): DocumentResource => ({
  kind: 'document',
  id,
  signedUrl,
  value: (parameter) => (parameter === 'documentId' ? id : undefined),
});

export function jsonOf(exchange: Exchange): Json | undefined {
  const body = exchange.kind === 'answered' ? json(exchange.answer) : undefined;
  return body?.ok ? body.value : undefined;
}

/** The token in the token service's answer; undefined where it has none. */
export function tokenIn(answer: Answer): string | undefined {
  const body = json(answer);
  const found = body.ok ? ['accessToken', 'access_token'].map((name) => at(body.value, `/${name}`)) : [];
  return found.find((value): value is string => typeof value === 'string' && value !== '');
}

/** Azure accepts no blob without its type (REST API of Blob Storage, Put Blob). */
const uploadHeaders = (url: string): Readonly<Record<string, string>> =>
  /[?&]sig=/.test(url) ? { 'x-ms-blob-type': 'BlockBlob' } : {};

/** Invox Medical's part of the suite that its profile cannot express. */
export const invoxMedical: Plugin = { vendor: 'invox-medical', uploadHeaders };

/** Puts the bytes of a document where its signed URL leads. */
export const giveBytes = (
  { signedUrl }: Pick<DocumentResource, 'signedUrl'>,
  sender: Pick<Sender, 'fetch'>,
  contentType = 'text/plain',
) => {
  return sender.fetch(
    signedUrl,
    { method: 'PUT', headers: uploadHeaders(signedUrl), body: { bytes: documentBytes, contentType } },
    uploadCall,
  );
};
