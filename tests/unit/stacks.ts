/**
 * Stacks of errors that cost little. Playwright records one at each step, each call of its own and each `expect`, and its source
 * maps copy every frame of it: a fifth of the processor time of the unit tests. Here only frames of this project are mapped to
 * the lines of its TypeScript; all others are as V8 prints them (an agent for https recognises its caller by them).
 */
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../..');
const ours = [project, pathToFileURL(project).href].map((root) => `${root}/`);

const isOurs = (file: string | undefined): boolean =>
  file !== undefined && ours.some((root) => file.startsWith(root)) && !file.includes('/node_modules/');

interface Printed extends NodeJS.CallSite {
  toString(): string;
}

/** From now on this process maps only its own frames. Does nothing where nothing maps stacks. */
export function mapOwnFramesOnly(): void {
  const mapAll = Error.prepareStackTrace?.bind(Error);
  if (!mapAll) return;
  Error.prepareStackTrace = (error, frames) => {
    const head = mapAll(error, []) as string;
    const lines = frames.map((frame) =>
      isOurs(frame.getFileName() ?? undefined)
        ? (mapAll(error, [frame]) as string).slice(head.length)
        : `\n    at ${(frame as Printed).toString()}`,
    );
    return head + lines.join('');
  };
}
