/** A vendor that has nothing to do with the suite: books behind an API key. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const key = 'books-key-7d1f0c52';

export interface BooksOptions {
  /** Answers leave that property of a book out. */
  readonly missing?: string;
  /** Called with the id of a book that a request names; nothing is done or answered where it returns false. */
  readonly onBook?: (id: string) => boolean;
}

/** Starts it on a free loopback port. */
export async function startBooks({ missing, onBook }: BooksOptions = {}) {
  const books = new Map<string, Record<string, unknown>>([['1', { id: '1', title: 'Dune', author: 'Frank Herbert' }]]);
  let changes = 0;
  const answer = async (request: IncomingMessage): Promise<[status: number, body?: unknown]> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://books');
    const [, api, collection, id, ...rest] = pathname.split('/');
    if (request.headers['x-api-key'] !== key) return [401, { message: 'no valid key' }];
    if (api !== 'api' || collection !== 'books' || rest.length > 0) return [404, { message: 'no such path' }];
    const limit = searchParams.get('limit');
    if (limit !== null && !/^([1-9]|[1-4]\d|50)$/.test(limit)) return [400, { message: 'limit' }];
    if (id === undefined && request.method === 'GET') return [200, [...books.values()]];
    const old = id === undefined ? undefined : books.get(decodeURIComponent(id));
    if (old && onBook?.(String(old['id'])) === false) return (request.socket.destroy(), [500]);
    if (id !== undefined && !old) return [404, { message: 'no such book' }];
    if (request.method === 'GET') return [200, old];
    if (request.method !== 'GET') changes += 1;
    if (request.method === 'DELETE' && id !== undefined) return [books.delete(id) ? 204 : 404];
    if (!['POST', 'PUT'].includes(request.method ?? '') || (request.method === 'PUT') === (id === undefined))
      return [405, { message: 'no such method' }];
    if (!request.headers['content-type']?.startsWith('application/json')) return [415, { message: 'JSON, please' }];
    const text = Buffer.concat(await request.toArray()).toString();
    const book = parse(text);
    if (!book) return [400, { message: 'not a book' }];
    const saved = { ...book, id: id ?? randomUUID() };
    books.set(saved.id, saved);
    return [id === undefined ? 201 : 200, saved];
  };
  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request);
    const shown = (value: unknown) =>
      JSON.stringify(value, (name, each: unknown) => (name === missing ? undefined : each));
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : shown(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    books,
    changes: () => changes,
    close: () => server.close(),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const { title, author, pages } = JSON.parse(text) as Record<string, unknown>;
    const isText = (value: unknown) => typeof value === 'string' && value !== '';
    const isCount = pages === undefined || (Number.isInteger(pages) && Number(pages) >= 1);
    return isText(title) && isText(author) && isCount
      ? { title, author, ...(pages !== undefined && { pages }) }
      : undefined;
  } catch {
    return undefined;
  }
}
