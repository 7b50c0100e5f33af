/** 120 nights of a vendor that is made up, with known events. */
import { runLineId, type RunLine } from '../../../helpers/verdict/scorecard/history-line.ts';

type Finding = RunLine['findings'][number];

const finding = (id: string, clause: string, level: 'MUST' | 'SHOULD', waived = false): Finding => ({
  id,
  clause,
  code: 'TYPE',
  level,
  at: '/title',
  waived,
});

/** `at` of night 0 is 2026-07-01, 02:17 UTC. */
export const nightAt = (night: number): string => new Date(Date.UTC(2026, 6, 1 + night, 2, 17)).toISOString();

/** A night on which everything holds: 100 MUST clauses, 10 SHOULD clauses, 50 answers. */
export function quietNight(
  night: number,
  where: Partial<Pick<RunLine, 'vendor' | 'environment' | 'place'>> = {},
): RunLine {
  const own = {
    at: nightAt(night),
    vendor: 'books',
    environment: 'staging',
    place: 'https://staging.books.example',
    ...where,
  };
  return {
    v: 1,
    kind: 'run',
    id: runLineId(own),
    ...own,
    verdict: 'conformant',
    documents: { 'books-v1': 'aaaaaaaaaaaa' },
    must: { kept: 100, deviating: 0, waived: 0, open: 0 },
    should: { kept: 10, deviating: 0, waived: 0, open: 0 },
    findings: [],
    undecided: [],
    recorded: { 'books-v1/getBook/unknown': ['answered 404'] },
    calls: { answered: 50, unanswered: 0 },
    latency: { 'books-v1/getBook': { n: 20, ms: Array.from({ length: 20 }, (_, index) => (index + 1) * 10) } },
  };
}

const between = (night: number, first: number, last: number): boolean => night >= first && night <= last;

/**
 * The events, by night (0: July 1):
 * A deviates 9 to 18 (fixed July 20, after 10 days) and again 40 to 44 (fixed August 15, after 5 days);
 * B deviates from 50 (August 20) to the end, waived from 60 (August 30);
 * C (SHOULD) is seen 62 to 69 (from September 1), not decided 70 to 74, fixed 75 (September 14, after 13 days);
 * night 5 leaves one call unanswered; night 100 (October 9) is invalid;
 * from 90 (September 29) an unknown id is answered 410 while the document stays: silent;
 * from 95 (October 4) it is answered 404 again, and the document is another: not silent;
 * from 92 (October 1) answers take twice as long.
 */
export function night(index: number): RunLine {
  const line = quietNight(index);
  if (index === 100)
    return {
      ...line,
      verdict: 'invalid',
      must: { kept: 0, deviating: 0, waived: 0, open: 100 },
      latency: {},
      recorded: {},
    };
  const a = between(index, 9, 18) || between(index, 40, 44);
  const b = index >= 50;
  const isWaived = index >= 60;
  const c = between(index, 62, 69);
  const deviating = Number(a) + Number(b && !isWaived);
  const waived = Number(b && isWaived);
  return {
    ...line,
    verdict: deviating > 0 ? 'nonconformant' : 'conformant',
    documents: { 'books-v1': index < 95 ? 'aaaaaaaaaaaa' : 'bbbbbbbbbbbb' },
    must: { kept: 100 - deviating - waived, deviating, waived, open: 0 },
    should: { kept: c ? 9 : 10, deviating: Number(c), waived: 0, open: 0 },
    findings: [
      ...(a ? [finding('aaaa000001', 'books-v1/getBook/200/body/title/type', 'MUST')] : []),
      ...(b ? [finding('bbbb000002', 'books-v1/addBook/400/body/code/enum', 'MUST', isWaived)] : []),
      ...(c ? [finding('cccc000003', 'books-v1/getBook/200/headers/cache-control', 'SHOULD')] : []),
    ],
    undecided: between(index, 70, 74) ? ['books-v1/getBook/200/headers/cache-control'] : [],
    recorded: { 'books-v1/getBook/unknown': [between(index, 90, 94) ? 'answered 410' : 'answered 404'] },
    calls: { answered: 50, unanswered: Number(index === 5) },
    latency: {
      'books-v1/getBook': { n: 20, ms: Array.from({ length: 20 }, (_, rank) => (rank + 1) * (index < 92 ? 10 : 20)) },
    },
  };
}

/** July 1 to October 28. */
export const nights = (): RunLine[] => Array.from({ length: 120 }, (_, index) => night(index));
