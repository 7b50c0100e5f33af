import { json } from '../answer.ts';
import { type Fault, from } from '../catalogue.ts';
import { answers, body, invoxAction, invoxStep } from '../change.ts';
import { must, should } from './define.ts';
import { plainFailure } from '../invox/envelope.ts';
import { memory } from '../memory.ts';
import { DELETE_DOCUMENT, SIGNED_URLS } from '../operations.ts';

// Documents of Invox Medical: a delete or an announcement does something other than its response states.

const documentDeleted = (documentId: string) => json(200, { message: 'Document deleted successfully', documentId });

export const documents: readonly Fault[] = [
  should(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-does-nothing',
    'a second delete is 200 again',
    invoxAction(DELETE_DOCUMENT, ({ document }) =>
      json(200, { message: 'Document deleted successfully', documentId: document?.id }),
    ),
  ),
  must(DELETE_DOCUMENT, 'lifecycle', 'delete-document-twice-500', 'a second delete makes the server fail', {
    ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
      const rejection = usual(call, world);
      const deleted = rejection && world.answers.has(`deleted ${String(call.body?.['documentId'])}`);
      return deleted ? plainFailure(500, 'Internal server error') : rejection;
    }),
    answer: ({ place, world }, answer) => {
      if (place === DELETE_DOCUMENT && answer.status === 200)
        world.answers.set(`deleted ${(answer.body as { documentId: string }).documentId}`, 1);
      return answer;
    },
  }),
  must(
    DELETE_DOCUMENT,
    'lifecycle',
    'delete-document-deletes-all',
    'every document of the application is deleted',
    invoxAction(DELETE_DOCUMENT, (call, world, usual) => {
      for (const { id, owner } of world.documents.values()) if (owner === call.app?.id) world.documents.delete(id);
      return usual(call, world);
    }),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-reuse-id',
    'every document gets the id of the first',
    answers(
      SIGNED_URLS,
      200,
      body((sent, { world }) => {
        const [first] = world.documents.keys();
        return { documents: sent.documents.map((document: object) => ({ ...document, documentId: first })) };
      }),
    ),
  ),
  must(
    SIGNED_URLS,
    '200',
    'signed-urls-empty-list',
    'no document is answered',
    answers(
      SIGNED_URLS,
      200,
      body(() => ({ documents: [] })),
    ),
  ),
  ...from('held-out', [
    must(
      DELETE_DOCUMENT,
      'lifecycle',
      'delete-document-deletes-the-latest',
      'the document that was made last is deleted, whichever is named',
      invoxAction(DELETE_DOCUMENT, ({ app, document }, world) => {
        const latest = [...world.documents.values()].findLast(({ owner }) => owner === app?.id);
        if (latest) {
          world.documents.delete(latest.id);
          world.objects.delete(latest.objectKey);
        }
        return documentDeleted(document?.id ?? '');
      }),
    ),
    must(
      DELETE_DOCUMENT,
      'lifecycle',
      'delete-document-deletes-its-siblings',
      'every document that was asked for in the same session is deleted',
      {
        invox: {
          actions: {
            ...invoxAction(DELETE_DOCUMENT, ({ document }, world) => {
              const siblings = memory(world, 'sessions', () => new Map<string, string[]>()).get(document?.id ?? '');
              for (const id of siblings ?? []) world.documents.delete(id);
              world.documents.delete(document?.id ?? '');
              return documentDeleted(document?.id ?? '');
            }).invox?.actions,
          },
        },
        ...answers(
          SIGNED_URLS,
          200,
          body((sent, { world }) => {
            const ids = sent.documents.map(({ documentId }: { documentId: string }) => documentId);
            const sessions = memory(world, 'sessions', () => new Map<string, string[]>());
            for (const id of ids) sessions.set(id, ids);
            return sent;
          }),
        ),
      },
    ),
    should(
      DELETE_DOCUMENT,
      'lifecycle',
      'delete-document-a-second-late',
      'the delete is answered a second before it is done: until then a second delete is 200 again',
      {
        invox: {
          ...invoxAction(DELETE_DOCUMENT, ({ document }, world) => {
            const due = memory(world, 'due', () => new Map<string, number>());
            const id = document?.id ?? '';
            if (!due.has(id)) due.set(id, Date.now() + 1000);
            return documentDeleted(id);
          }).invox,
          ...invoxStep('document', DELETE_DOCUMENT, (call, world, usual) => {
            for (const [id, at] of memory(world, 'due', () => new Map<string, number>()))
              if (at < Date.now()) world.documents.delete(id);
            return usual(call, world);
          }).invox,
        },
      },
    ),
  ]),
];
