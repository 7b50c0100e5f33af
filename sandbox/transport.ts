import type { Transport } from './answer.ts';

/** Announces the whole body, sends half of it and closes. */
export const cutShort: Transport = (response, { status, headers }, bytes) => {
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
};

/** Closes the connection without a word. */
export const hangUp: Transport = (response) => {
  response.socket?.resetAndDestroy();
};

/** Sends chunks and closes before the last one, which would end the body. */
export const unfinishedChunks: Transport = (response, { status, headers }, bytes) => {
  response.writeHead(status, { ...headers, 'Transfer-Encoding': 'chunked' });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
};

/** Announces fewer bytes than it sends. */
export const tooManyBytes: Transport = (response, { status, headers }, bytes) => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} OK\r\n${lines.join('')}Content-Length: ${bytes.length - 10}\r\nConnection: close\r\n\r\n`;
  response.socket?.end(Buffer.concat([Buffer.from(head), bytes]));
};

/** Sends the body in chunks of a few bytes; nothing is wrong with that. */
export const inChunks: Transport = (response, { status, headers }, bytes) => {
  response.writeHead(status, { ...headers, 'Transfer-Encoding': 'chunked' });
  const size = Math.max(16, Math.ceil(bytes.length / 8));
  for (let start = 0; start < bytes.length; start += size) response.write(bytes.subarray(start, start + size));
  response.end();
};
