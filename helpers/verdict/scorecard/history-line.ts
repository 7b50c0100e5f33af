/**
 * `history/runs.jsonl`: one line of JSON for each run of a vendor on an environment, oldest first. Documented in
 * docs/history.md. Lines hold nothing of the machine they were written on, so the file can be moved and merged.
 */
import { z } from 'zod';
import { hashOf } from '../../contract/clauses.ts';
import { UserError } from '../../contract/types.ts';

/** The version of the format that is written. */
export const historyVersion = 1;

const count = z.number().int().min(0);

const runLine = z.strictObject({
  v: z.literal(historyVersion),
  kind: z.literal('run'),
  /** `runLineId`: the same run is the same line on every machine. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** Start of the run, UTC, ISO 8601. */
  at: z.iso.datetime(),
  vendor: z.string().min(1),
  environment: z.string().min(1),
  /** Origin of the vendor; `embedded` or `loopback` for this machine, whose ports mean nothing the next day. */
  place: z.string().min(1),
  verdict: z.enum(['conformant', 'partial', 'nonconformant', 'invalid']),
  /** Hash of all clauses of each contract: it changes when a document does. */
  documents: z.record(z.string(), z.string()),
  /** Clauses by what became of them. `open`: not decided, although a request could have. */
  must: z.strictObject({ kept: count, deviating: count, waived: count, open: count }),
  should: z.strictObject({ kept: count, deviating: count, waived: count, open: count }),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      clause: z.string(),
      code: z.string(),
      level: z.enum(['MUST', 'SHOULD']),
      at: z.string(),
      waived: z.boolean(),
    }),
  ),
  /** Clauses that had a finding in an earlier run and that this run did not decide. */
  undecided: z.array(z.string()),
  /** What was recorded where the documents are silent, by clause. */
  recorded: z.record(z.string(), z.array(z.string())),
  calls: z.strictObject({ answered: count, unanswered: count }),
  /** Milliseconds of answers by operation, sorted; more than 200 are thinned to 200 evenly spaced ranks, `n` is how many there were. */
  latency: z.record(z.string(), z.strictObject({ n: count, ms: z.array(z.number().min(0)) })),
});

/** One run of one vendor on one environment. */
export type RunLine = z.infer<typeof runLine>;

/** What makes two lines the same run. */
export const runLineId = (line: Pick<RunLine, 'at' | 'vendor' | 'environment' | 'place'>): string =>
  hashOf([line.at, line.vendor, line.environment, line.place]);

/** Reads history; `name` is named in errors. Throws UserError with the line that is wrong, or that a later version wrote. */
export function readHistoryLines(text: string, name: string): RunLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const where = `${name}:${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new UserError(`${where}: is not JSON`);
    }
    const version = (value as { v?: unknown } | null)?.v;
    if (typeof version === 'number' && version > historyVersion)
      throw new UserError(
        `${where}: was written by a later version of the suite (format ${version}, this one reads ${historyVersion})`,
      );
    const read = runLine.safeParse(value);
    if (read.success) return [read.data];
    const issue = read.error.issues[0];
    throw new UserError(
      `${where}: is no line of a history: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    );
  });
}

/** The lines that can be read: a file that was edited by hand never stops a run. */
export const readableLines = (text: string): RunLine[] =>
  text.split('\n').flatMap((line) => {
    try {
      return readHistoryLines(line, '');
    } catch {
      return [];
    }
  });

/** The text of a history. */
export const writeHistoryLines = (lines: readonly RunLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** Lines of several histories as one, oldest first, each run once (the first one named wins). */
export function mergeHistories(...histories: readonly (readonly RunLine[])[]): RunLine[] {
  const lines = new Map<string, RunLine>();
  for (const line of histories.flat()) if (!lines.has(line.id)) lines.set(line.id, line);
  return [...lines.values()].toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
}
