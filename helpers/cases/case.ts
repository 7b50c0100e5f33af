/** How families say a case in few words. */
import { ofResponse } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { join } from '../contract/pointer.ts';
import type { Level, Operation, RequestPlan } from '../contract/types.ts';
import type { Case, Expectation, TestData } from './types.ts';

interface Sentence {
  /** Where its clause stands: what of the request, and the rule; for a success the response that is promised. */
  readonly group?: 'parameters' | 'body' | 'security' | 'methods' | 'accept';
  /** The parameter or property that it is about. */
  readonly on?: string;
  readonly rule: string;
  readonly status?: string;
  readonly level: Level;
  /** Goes on after the level: `reject a request without credentials`. */
  readonly sentence: string;
  /** JSON pointer of what the document says, and that part itself. */
  readonly pointer: string;
  readonly says: unknown;
  readonly statuses: readonly string[];
  readonly edit: (valid: RequestPlan, data: TestData) => RequestPlan;
  readonly answers?: Pick<Expectation, 'undocumented' | 'outside' | 'orEmptyList' | 'acceptedCode'>;
  readonly runs?: Partial<Pick<Case, 'resource' | 'assumed' | 'method' | 'credentials'>>;
}

/** Makes a case of an operation. Unless `runs` says otherwise it needs an existing resource and is rejected: its request has a fault. */
export function caseOf(operation: Operation, sentence: Sentence): Case {
  const { statuses, group, on, rule, status, level, edit, answers = {}, runs = {} } = sentence;
  const place =
    status === undefined
      ? {
          scope: 'request' as const,
          ...(group !== undefined && { group }),
          ...(on !== undefined && { pointer: join('', on) }),
          rule,
        }
      : ofResponse(status, rule);
  const clause = clauseOf(operation, { ...sentence, place, decidedBy: 'case' });
  const assumed = runs.assumed ?? 'rejected';
  return {
    id: clause.id,
    title: `${level} ${sentence.sentence}`,
    operation,
    expect: { clause, statuses, ...answers, ...(answers.outside && { undocumented: true as const }) },
    edit: (valid, data) => {
      const edited = edit(valid, data);
      const plan = runs.credentials ? { ...edited, credentials: runs.credentials } : edited;
      return assumed === 'rejected' ? { ...plan, faulty: true } : plan;
    },
    ...runs,
    resource: runs.resource ?? 'shared',
    assumed,
  };
}

/** Every status. The check of documented statuses still runs. */
export const anyStatus = ['*'] as const;

/** A name with its article: `a bookId`, `an authorId`, `an X-Request-Id`. */
export const withArticle = (name: string): string => `${/^(?:[aeio]|x-)/i.test(name) ? 'an' : 'a'} ${name}`;
