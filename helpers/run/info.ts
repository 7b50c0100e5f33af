/** What a test says of itself beside its title, carried in one annotation. */
import type { TestDetails } from '@playwright/test';
import type { CaseInfo } from './result.ts';

export type Details = TestDetails & { readonly annotation: { type: string; description: string }[] };

/** Type of the attachment in which a case's result travels from worker to reporter. */
export const resultType = 'application/x-conformance-result+json';
const annotation = 'proves';

/** What a test proves (clause ids), and the calls it makes where nothing deviates (by operation id). */
export const proves = (
  clauses: string | readonly string[],
  calls: Readonly<Record<string, number>>,
  needs: readonly string[] = [],
): Details => {
  const list = typeof clauses === 'string' ? [clauses] : clauses;
  return detailsOf({ clauses: list, calls, needs, operation: (list[0] ?? '').split('/').slice(0, 2).join('/') });
};

/** The same for a generated case. */
export const detailsOf = (info: Partial<CaseInfo>): Details => ({
  annotation: [{ type: annotation, description: JSON.stringify(info) }],
});

/** What `proves` said of a test. */
export function infoOf(title: string, annotations: readonly { type: string; description?: string }[]): CaseInfo {
  const said = JSON.parse(
    annotations.find(({ type }) => type === annotation)?.description ?? '{}',
  ) as Partial<CaseInfo>;
  const operation = said.operation ?? '';
  return {
    id: said.id ?? `${operation}#${slug(title)}`,
    title,
    operation,
    clauses: said.clauses ?? [],
    calls: said.calls ?? {},
    needs: said.needs ?? [],
    ...(said.accepts === undefined ? {} : { accepts: said.accepts }),
  };
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
