/** Small pieces of text that several reports share. */
import type { Fault, Report, RunVerdict, TargetKind } from '../verdict/report.ts';
import { groupBy } from '../contract/group-by.ts';
import { tally } from './display-status.ts';

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Spells out characters that a reader cannot see or that would move a cursor or turn text round; keeps tabs and line ends. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(unseen, (character) =>
      character === '\n' || character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    );
}

/** The same on one line. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim());
}

/** `1 clause`, `1,200 clauses`. */
export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount.toLocaleString('en')} ${amount === 1 ? singular : plural}`;
}

/** `840 ms`, `41 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `2026-11-21 13:02:07 UTC`. */
export function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

export const verdictWords: Readonly<Record<RunVerdict, string>> = {
  conformant: 'Conformant',
  partial: 'Partial',
  nonconformant: 'Nonconformant',
  invalid: 'Invalid',
};

export const faultWords: Readonly<Record<Fault, string>> = {
  vendor: 'vendor deviates',
  document: 'document contradicts itself',
  environment: 'environment',
  suite: 'our suite',
};

export const kindWords: Readonly<Record<TargetKind, string>> = {
  embedded: 'embedded sandbox',
  loopback: 'loopback',
  sandbox: "vendor's sandbox",
  staging: 'staging',
  production: 'production',
};

/** What matters most about the counts: `5 of 74 clauses deviate, 1 warns`. */
export function headline(report: Report): string {
  const counts = tally(report.clauses);
  const open = report.verdict === 'partial' || report.verdict === 'invalid';
  const parts = [
    [counts.deviates, 'deviates', 'deviate'],
    [counts.error, 'error', 'errors'],
    [counts.warns, 'warns', 'warn'],
    [counts.waived, 'waived', 'waived'],
    [open ? counts.inconclusive : 0, 'inconclusive', 'inconclusive'],
    [open ? counts['not-run'] : 0, 'not run', 'not run'],
  ] as const;
  const [first, ...others] = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, one, many], index) => {
      const all = report.clauses.length.toLocaleString('en');
      const noun = index > 0 ? '' : ` of ${all} ${report.clauses.length === 1 ? 'clause' : 'clauses'}`;
      return `${amount.toLocaleString('en')}${noun} ${amount === 1 ? one : many}`;
    });
  if (first !== undefined) return [first, ...others].join(', ');
  if (report.clauses.length === 0) return 'no clause was judged';
  return `${counts.conforms.toLocaleString('en')} of ${count(report.clauses.length, 'clause')} ${counts.conforms === 1 ? 'conforms' : 'conform'}`;
}

/** Calls beyond the plan or left out of it, a line each reason: `34 more: repeated after a deviation, in 5 cases`. */
export function extraCalls(report: Report): readonly string[] {
  return [...groupBy(report.requests.extra, ({ reason }) => reason)].map(([reason, extra]) => {
    const calls = extra.reduce((total, each) => total + each.calls, 0);
    return `${Math.abs(calls).toLocaleString('en')} ${calls < 0 ? 'fewer' : 'more'}: ${reason}, in ${count(extra.length, 'case')}`;
  });
}

/** What was run, on what, one line each: of one vendor, or of all. */
export function provenanceLines({ provenance }: Report, vendor?: string): readonly string[] {
  if (provenance === undefined) return [];
  const { suite, node, playwright, documents, files } = provenance;
  const isAbout = (each: { readonly vendor: string }) => vendor === undefined || each.vendor === vendor;
  const commit = suite.commit === undefined ? '' : ` (commit ${suite.commit.slice(0, 12)})`;
  return [
    `suite ${suite.version}${commit}, Node ${node}, Playwright ${playwright}`,
    ...documents
      .filter(isAbout)
      .map(({ contract, file, version, hash }) => `${contract}: ${file}, version ${version}, sha256 ${hash}`),
    ...files.filter(isAbout).map(({ file, hash }) => `${file}, sha256 ${hash}`),
  ];
}

/** Why the run has its verdict, one reason each. */
export function reasonsOf(report: Report): readonly string[] {
  return (report.because ?? '')
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '');
}
