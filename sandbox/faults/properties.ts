import type { Fault } from '../catalogue.ts';
import { answers, body, type Body } from '../change.ts';
import { DELETE_DOCUMENT, DELETE_IMAGE, IMAGE_URL, SIGNED_URLS, UPLOAD, type OperationId } from '../operations.ts';
import { must } from './define.ts';

// A required property of a documented body is not what it should be. The property's place is a dotted path.

type Manner = 'absent' | 'null' | 'renamed' | 'retyped' | 'empty';

const TABLE: readonly (readonly [OperationId, number, string, Manner])[] = [
  [UPLOAD, 200, 'code', 'renamed'],
  [UPLOAD, 200, 'data', 'retyped'],
  [UPLOAD, 200, 'data.id', 'absent'],
  [UPLOAD, 200, 'data.fileName', 'null'],
  [UPLOAD, 200, 'data.mimeType', 'renamed'],
  [UPLOAD, 200, 'data.sizeKb', 'retyped'],
  [UPLOAD, 200, 'data.status', 'absent'],
  [UPLOAD, 400, 'message', 'retyped'],
  [UPLOAD, 400, 'trace_id', 'absent'],
  [UPLOAD, 401, 'code', 'null'],
  [UPLOAD, 401, 'trace_id', 'renamed'],
  [UPLOAD, 403, 'message', 'absent'],
  [UPLOAD, 404, 'trace_id', 'empty'],
  [UPLOAD, 409, 'code', 'absent'],
  [UPLOAD, 409, 'trace_id', 'null'],
  [UPLOAD, 502, 'message', 'null'],
  [UPLOAD, 502, 'trace_id', 'absent'],
  [IMAGE_URL, 200, 'code', 'absent'],
  [IMAGE_URL, 200, 'data', 'null'],
  [IMAGE_URL, 200, 'data.url', 'renamed'],
  [IMAGE_URL, 200, 'data.url', 'retyped'],
  [IMAGE_URL, 400, 'code', 'retyped'],
  [IMAGE_URL, 401, 'message', 'renamed'],
  [IMAGE_URL, 403, 'trace_id', 'null'],
  [IMAGE_URL, 404, 'trace_id', 'retyped'],
  [IMAGE_URL, 404, 'message', 'absent'],
  [DELETE_IMAGE, 200, 'code', 'retyped'],
  [DELETE_IMAGE, 200, 'data', 'absent'],
  [DELETE_IMAGE, 200, 'data.id', 'null'],
  [DELETE_IMAGE, 200, 'data.fileName', 'renamed'],
  [DELETE_IMAGE, 200, 'data.mimeType', 'absent'],
  [DELETE_IMAGE, 200, 'data.sizeKb', 'null'],
  [DELETE_IMAGE, 200, 'data.status', 'renamed'],
  [DELETE_IMAGE, 400, 'trace_id', 'empty'],
  [DELETE_IMAGE, 401, 'trace_id', 'absent'],
  [DELETE_IMAGE, 403, 'code', 'renamed'],
  [DELETE_IMAGE, 404, 'trace_id', 'absent'],
  [DELETE_IMAGE, 409, 'message', 'retyped'],
  [DELETE_IMAGE, 502, 'code', 'null'],
  [DELETE_DOCUMENT, 200, 'message', 'absent'],
  [DELETE_DOCUMENT, 200, 'documentId', 'renamed'],
  [DELETE_DOCUMENT, 400, 'errorType', 'absent'],
  [DELETE_DOCUMENT, 400, 'messsage', 'renamed'],
  [DELETE_DOCUMENT, 401, 'message', 'null'],
  [DELETE_DOCUMENT, 403, 'message', 'retyped'],
  [DELETE_DOCUMENT, 404, 'messsage', 'absent'],
  [DELETE_DOCUMENT, 404, 'errorType', 'null'],
  [SIGNED_URLS, 200, 'documents', 'renamed'],
  [SIGNED_URLS, 200, 'documents.0.documentId', 'retyped'],
  [SIGNED_URLS, 200, 'documents.0.documentType', 'absent'],
  [SIGNED_URLS, 200, 'documents.0.documentName', 'null'],
  [SIGNED_URLS, 200, 'documents.0.signedUrl', 'renamed'],
];

const SHORT: Readonly<Record<OperationId, string>> = {
  [UPLOAD]: 'upload',
  [IMAGE_URL]: 'image-url',
  [DELETE_IMAGE]: 'delete-image',
  [DELETE_DOCUMENT]: 'delete-document',
  [SIGNED_URLS]: 'signed-urls',
};

const OTHER_NAMES: Readonly<Record<string, string>> = {
  code: 'error_code',
  message: 'error',
  messsage: 'error',
  trace_id: 'traceId',
  data: 'result',
  id: '_id',
  fileName: 'file_name',
  mimeType: 'mime_type',
  status: 'syncStatus',
  url: 'href',
  documentId: 'document_id',
  documents: 'items',
  signedUrl: 'signed_url',
};

export const properties: readonly Fault[] = TABLE.map(([operation, status, path, manner]) => {
  const name = `${SHORT[operation]}-${status}-${dashed(path)}-${manner}`;
  const title = `${status}: ${path} is ${manner}`;
  return must(
    operation,
    `${status}/body`,
    name,
    title,
    answers(
      operation,
      status,
      body((sent) => spoil(sent, path, manner)),
    ),
  );
});

function spoil(sent: Body, path: string, manner: Manner): unknown {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce((value, name) => value[name], sent);
  const value: unknown = holder[last];
  if (manner === 'null') holder[last] = null;
  else if (manner === 'empty') holder[last] = '';
  else if (manner === 'retyped') holder[last] = retyped(value);
  else delete holder[last];
  if (manner === 'renamed') holder[OTHER_NAMES[last] ?? `${last}_`] = value;
  return sent;
}

// What careless serialisers make of a value: objects encoded twice, numbers as text, text as a list.
function retyped(value: unknown): unknown {
  if (typeof value === 'string') return [value];
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function dashed(path: string): string {
  const name = path.replace(/^data\.|^documents\.0\./, '').replace(/_/g, '-');
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
