/** Images and notes that are not the suite's: unknown, foreign, protected. */
import { json } from '../../checks/read.ts';
import { at } from '../../contract/pointer.ts';
import type { Answer, Exchange } from '../../contract/types.ts';
import type { Resource } from '../../profile/vendor.ts';
import { operations } from '../max-ai.ts';
import { statusOf } from '../signed-url.ts';
import type { Calls } from './calls.ts';
import { urlSteps } from './urls.ts';

type FixtureImage = 'MAX_AI_SIGNED_NOTE_IMAGE_ID' | 'MAX_AI_FOREIGN_NOTE_IMAGE_ID' | 'MAX_AI_EHR_FAILURE_IMAGE_ID';

export interface Others {
  /** An image that nobody ever made, on the configured note or another. */
  unknownImage(note?: string): Resource;
  /** The id of a note that nobody ever made. */
  unknownNote(): string;
  /** An image that the configuration names; without it the case is not run. */
  fixture(image: FixtureImage, note?: string): Resource;
  /** The same, after a look whether it is there: nothing is proven on an image that does not exist. */
  requireFixture(image: FixtureImage, note: string): Promise<Resource>;
}

export function otherSteps(calls: Calls): Others {
  const { ctx, imageResource } = calls;
  const unknownId = (parameter: string, like = '') => ctx.resources.unknownId(parameter, operations.url, like).id;
  return {
    unknownImage: (note) =>
      imageResource(unknownId('imageId', ctx.run.config.variables['MAX_AI_FOREIGN_NOTE_IMAGE_ID']), note),
    unknownNote: () => unknownId('noteId', ctx.run.config.variables['MAX_AI_NOTE_ID']),
    fixture: (variable, note) => imageResource(ctx.requireVariable(variable), note),
    async requireFixture(variable, note) {
      const image = imageResource(ctx.requireVariable(variable), note);
      const status = statusOf(await urlSteps(calls).tryGet(image));
      return status === 200
        ? image
        : ctx.skip(`${variable} does not name an existing image (signed URL request answered ${status})`);
    },
  };
}

/** Judges that nobody can tell from two answers what is foreign and what is missing. */
export function expectIndistinguishable({ ctx }: Calls, clause: string, foreign: Exchange, missing: Exchange): void {
  if (foreign.kind === 'unanswered' || missing.kind === 'unanswered') return;
  // An id that was made up and is taken for malformed is no missing one.
  if (missing.answer.status === 400) return;
  const [one, other] = [gistOf(foreign.answer), gistOf(missing.answer)];
  const place = Object.keys(one).find((name) => one[name] !== other[name]);
  ctx.assertClause(clause, {
    holds: place === undefined,
    code: 'FOREIGN_TOLD_APART',
    at: place ?? 'status',
    expected: 'the same as for a resource that does not exist',
    actual: place === 'status' ? `${one['status']} for one, ${other['status']} for the other` : 'another value',
  });
}

/** What a stranger could tell from an answer; ids and numbers in the message are left out. */
const gistOf = (answer: Answer): Record<string, string> => {
  const body = json(answer);
  const text = (name: string) => JSON.stringify((body.ok ? at(body.value, `/${name}`) : undefined) ?? null);
  return {
    status: String(answer.status),
    '/code': text('code'),
    '/message': text('message').replaceAll(/\b(?:[a-z]{3}_)?[\da-f][\da-f-]{7,}\b|\d+/gi, '#'),
  };
};
