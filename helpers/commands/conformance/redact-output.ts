/** Everything that this process prints goes through the redactor, also what Playwright prints by itself. */
import type { Redactor } from '../../config/redactor.ts';

/** Begins; the returned function ends it. */
export function redactOutput(redactor: Redactor): () => void {
  const restores = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    // Both signatures of `write` have the text first.
    stream.write = ((chunk: string | Uint8Array, ...rest: never[]) =>
      write(
        redactor.text(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')),
        ...rest,
      )) as typeof write;
    return () => {
      stream.write = write;
    };
  });
  return () => restores.forEach((restore) => restore());
}
