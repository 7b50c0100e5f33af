/** How families say a case in few words. */
import { ofResponse } from '../contract/clause.ts';
import { clauseOf } from '../contract/clauses.ts';
import { join } from '../contract/pointer.ts';
import { responseFor } from '../contract/operations.ts';
import type { Level, Operation, RequestPlan } from '../contract/types.ts';
import type { Case, TestData } from './types.ts';

interface Sentence {
  /** Where its clause stands: what of the request, and the rule; for a success the response that is promised. */
  readonly group?: 'parameters' | 'body' | 'security' | 'methods' | 'accept';
  /** The parameter or property that it is about. */
  readonly on?: string;
  readonly rule: string;
  readonly status?: string;
  readonly level: Level;
  /** Goes on after the level: `refuse a request without credentials`. */
  readonly sentence: string;
  /** JSON pointer of what the document says, and that part itself. */
  readonly pointer: string;
  readonly says: unknown;
  readonly statuses: readonly string[];
  readonly edit: (valid: RequestPlan, data: TestData) => RequestPlan;
  readonly undocumented?: true;
  readonly outside?: true;
  readonly acceptedCode?: Uppercase<string>;
  readonly method?: string;
  readonly subject?: Case['subject'];
  readonly assumed?: Case['assumed'];
}

/** Makes a case of an operation. Unless said otherwise it needs an existing resource and is refused. */
export function caseOf(operation: Operation, sentence: Sentence): Case {
  const { statuses, undocumented, outside, acceptedCode, group, on, rule, status } = sentence;
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
  return {
    id: clause.id,
    title: `${sentence.level} ${sentence.sentence}`,
    operation,
    expect: {
      clause,
      statuses,
      ...(undocumented && { undocumented }),
      ...(outside && { undocumented: outside, outside }),
      ...(acceptedCode && { acceptedCode }),
    },
    edit: sentence.edit,
    ...(sentence.method && { method: sentence.method }),
    subject: sentence.subject ?? 'shared',
    mayCreate:
      operation.method === 'POST' && (statuses.includes('*') || statuses.some((status) => status.startsWith('2'))),
    assumed: sentence.assumed ?? 'refused',
  };
}

/** Those of the given statuses that the operation documents; all of them where it documents none. */
export function documented(operation: Operation, ...statuses: readonly number[]): string[] {
  const known = statuses.filter(
    (status) => responseFor(operation, status)?.key !== 'default' && responseFor(operation, status),
  );
  return (known.length > 0 ? known : statuses).map(String);
}

/** Every status. The check of documented statuses still runs. */
export const anyStatus = ['*'] as const;

export const withHeader = (plan: RequestPlan, name: string, value: string | undefined): RequestPlan => ({
  ...plan,
  headers: [
    ...plan.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()),
    ...(value === undefined ? [] : [[name, value] as const]),
  ],
});

export const withQuery = (plan: RequestPlan, name: string, ...values: readonly string[]): RequestPlan => ({
  ...plan,
  query: [...plan.query.filter(([each]) => each !== name), ...values.map((value) => [name, value] as const)],
});

export const withPath = (plan: RequestPlan, name: string, value: string): RequestPlan => ({
  ...plan,
  path: { ...plan.path, [name]: value },
});

/** A name with its article: `an imageId`, `an X-Tenant`. */
export const withArticle = (name: string): string => `${/^(?:[aeio]|x-)/i.test(name) ? 'an' : 'a'} ${name}`;
