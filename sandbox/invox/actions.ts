import { randomUUID } from 'node:crypto';
import { json } from '../answer.ts';
import { presignedUrl } from '../object-store/presigned-url.ts';
import type { Document } from '../world.ts';
import type { Action } from './call.ts';
import { plainFailure } from './envelope.ts';

/** Forgets the document and its bytes. */
export const deleteDocument: Action = ({ document }, world) => {
  if (!document) return plainFailure(500, 'Internal server error');
  world.documents.delete(document.id);
  world.objects.delete(document.objectKey);
  return json(200, { message: 'Document deleted successfully', documentId: document.id });
};

/** Notes the documents that are to come and answers with a URL to put each of them to. */
export const generateSignedUrls: Action = ({ app, body = {} }, world) => {
  if (!app) return plainFailure(500, 'Internal server error');
  const asked = body['documents'] as readonly { documentType: 'PDF' | 'TXT'; documentName: string }[];
  const documents = asked.map(({ documentType, documentName }) => {
    const id = randomUUID();
    const objectKey = `documents/${app.id}/${id}.${documentType.toLowerCase()}`;
    const document: Document = { id, owner: app.id, name: documentName, type: documentType, objectKey };
    world.documents.set(id, document);
    return { documentId: id, documentType, documentName, signedUrl: presignedUrl(world, 'PUT', objectKey) };
  });
  return json(200, { documents });
};

/** What an operation does, by its id. */
export const actions = {
  'invox-medical-2026-03-01/deleteDocument': deleteDocument,
  'invox-medical-2026-03-01/generateSignedUrlsForDocuments': generateSignedUrls,
};
