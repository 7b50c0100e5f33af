import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.ts';

/** An error in the shape that S3 gives it. */
export function rejection(status: number, code: string, message: string, details: Record<string, string> = {}): Answer {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const hostId = randomBytes(24).toString('base64');
  const fields = { Code: code, Message: message, ...details, RequestId: requestId, HostId: hostId };
  const lines = Object.entries(fields).map(([name, text]) => `<${name}>${escape(text)}</${name}>`);
  return {
    status,
    headers: { 'Content-Type': 'application/xml', 'x-amz-request-id': requestId, 'x-amz-id-2': hostId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${lines.join('')}</Error>`,
  };
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
