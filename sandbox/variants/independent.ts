import { conforming, type Change } from '../behaviour.ts';
import type { Variant } from '../catalogue.ts';
import { answers, answersWhere, invoxStep } from '../change.ts';
import { plainFailure, typedFailure } from '../invox/envelope.ts';
import { failure } from '../max-ai/envelope.ts';
import { readId } from '../max-ai/ids.ts';
import { DELETE_DOCUMENT, SIGNED_URLS } from '../operations.ts';
import { memory } from '../faults/held-back/state.ts';
import type { Answer } from '../answer.ts';
import { isJson, ofMaxAi } from './where.ts';

// How a stand-in conformed that was built by somebody who had not seen this suite, and was accused of it (2026-11-25).

const page = (status: number, text: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><head><title>${text}</title></head><body><center><h1>${text}</h1></center></body></html>`,
});

/** Methods that a path does not have are answered by the framework, not by the API. */
const otherMethods = (answer: Answer): Change =>
  answersWhere(
    (_context, each) => each.status === 405 && isJson(each),
    () => answer,
  );

const isOdd = (url: string) => /%00|%2f|%27/i.test(url.split('?')[0] ?? '');

export const independent: readonly Variant[] = [
  {
    name: 'other-method-404-of-nest',
    warns: true,
    title: "A method that a path does not have is NestJS's own 404",
    change: otherMethods({
      status: 404,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: { message: 'Cannot PUT /v2/notes', error: 'Not Found', statusCode: 404 },
    }),
  },
  {
    name: 'other-method-404-of-express',
    warns: true,
    title: "A method that a path does not have is Express's own 404",
    change: otherMethods(page(404, 'Cannot PUT')),
  },
  {
    name: 'other-method-501',
    warns: true,
    title: 'A method that no path has is 501, with a page of the server',
    change: otherMethods(page(501, '501 Not Implemented')),
  },
  {
    name: 'other-method-403-of-api-gateway',
    warns: true,
    title: "A method that a path does not have is AWS API Gateway's own 403",
    change: otherMethods({
      status: 403,
      headers: { 'Content-Type': 'application/json' },
      body: { message: 'Missing Authentication Token' },
    }),
  },
  {
    name: 'odd-path-400-of-a-gateway',
    warns: true,
    title: 'A path with a zero character, a slash or a quote in an id is refused by a gateway with its own page',
    change: answersWhere(
      (context) => ofMaxAi(context) && isOdd(context.url),
      () => page(400, '400 Bad Request'),
    ),
  },
  {
    name: 'odd-path-404-of-a-gateway',
    warns: true,
    title: 'The same with 404',
    change: answersWhere(
      (context) => ofMaxAi(context) && isOdd(context.url),
      () => page(404, '404 Not Found'),
    ),
  },
  {
    name: 'document-without-media-type-415',
    title: 'A request without a body, and so without a media type, is 415',
    change: invoxStep('json', DELETE_DOCUMENT, (call, world, usual) =>
      call.contentType === undefined ? plainFailure(415, 'Unsupported Media Type') : usual(call, world),
    ),
  },
  {
    name: 'document-second-delete-400',
    title: 'A second delete of a document is 400',
    change: {
      invox: {
        ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
          const seen = memory(world, 'documents that were there', () => new Set<unknown>());
          const id = call.body?.['documentId'];
          if (world.documents.has(String(id))) seen.add(id);
          else if (seen.has(id)) return typedFailure(400, 'inconsistentInput', 'The document was deleted before');
          return usual(call, world);
        }).invox,
      },
    },
  },
  {
    name: 'document-without-bytes-404',
    title: 'A document whose bytes have not come is not found',
    change: invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
      const refusal = usual(call, world);
      const isThere = call.document !== undefined && world.objects.has(call.document.objectKey);
      return refusal ?? (isThere ? undefined : typedFailure(404, 'documentNotFound', 'Document not found'));
    }),
  },
  ...([400, 403] as const).map((status) => ({
    name: `token-wrong-credentials-${status}`,
    title: `The token service answers wrong credentials with ${status}`,
    change: answers('invox-medical/token', 401, () => ({
      status,
      headers: { 'Content-Type': 'application/json' },
      body: { error: 'invalid_client' },
    })),
  })),
  {
    name: 'image-under-another-note-403',
    warns: true,
    title: 'An image that is asked for, or deleted, under a note that it is not on is 403, whosever it is',
    change: {
      maxAi: {
        steps: {
          note: (call, world) => {
            const image = world.images.get(readId(call.version, 'img', call.imageId ?? '') ?? '');
            const note = readId(call.version, 'nte', call.noteId);
            return image && note !== undefined && world.notes.has(note) && image.noteId !== note
              ? failure(world, 403, 'The image belongs to another note')
              : conforming.maxAi.steps.note(call, world);
          },
        },
      },
    },
  },
  {
    name: 'signed-urls-201',
    title: 'The announcement of documents is 201, of which the pages that were read say nothing',
    change: answers(SIGNED_URLS, 200, (answer) => ({ ...answer, status: 201 })),
  },
  {
    name: 'invox-accidental-429',
    title: 'A gateway before Invox Medical refuses one call with 429 and Retry-After: 1',
    change: {
      intercept: ({ place, nth }) =>
        place === DELETE_DOCUMENT && nth === 3
          ? { ...page(429, '429 Too Many Requests'), headers: { 'Content-Type': 'text/html', 'Retry-After': '1' } }
          : undefined,
    },
  },
  {
    name: 'token-says-7199',
    title: 'The token service says expires_in, a second less than two hours',
    change: answers('invox-medical/token', 200, (answer) => ({
      ...answer,
      body: { ...(answer.body as object), expires_in: 7_199 },
    })),
  },
  {
    name: 'limiter-headers-of-a-count-before',
    title: 'X-RateLimit-Remaining counts the request that is being answered as not yet made',
    limiter: true,
    change: {
      limiter: {
        headers: (allowance) =>
          conforming.limiter.headers({ ...allowance, remaining: allowance.remaining + (allowance.allowed ? 1 : 0) }),
      },
    },
  },
];
