import type { FastifyRequest } from 'fastify';
import type { Upload } from './call.ts';

const FIELD = 'file';

/** Reads the multipart form of a request to its end and returns the part named `file`. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) return { kind: 'none' };
  let upload: Upload = { kind: 'none' };
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue;
      const bytes = await part.toBuffer();
      if (part.fieldname === FIELD && upload.kind === 'none') upload = { kind: 'file', fileName: part.filename, bytes };
    }
    return upload;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 413) return { kind: 'too large' };
    return { kind: 'unreadable', because: error instanceof Error ? error.message : 'unknown' };
  }
}
