/** What a test says of its case beside its title, carried in one annotation. */
import type { TestDetails } from '@playwright/test';
import type { DeclaredCase } from './declared.ts';
import type { CaseInfo } from './result.ts';

/** Type of the attachment in which a case's result travels from worker to reporter. */
export const resultType = 'application/x-conformance-result+json';
const annotation = 'proves';

/** The details of a case's test. An exclusive one runs only while no other test does. */
export const detailsOf = ({ info, exclusive }: Pick<DeclaredCase, 'info' | 'exclusive'>): TestDetails => ({
  annotation: [{ type: annotation, description: JSON.stringify(info) }],
  ...(exclusive && { lock: '-exclusive-' }),
});

/** The case of a test; undefined where it is none of this suite's. */
export function infoOf(annotations: readonly { type: string; description?: string }[]): CaseInfo | undefined {
  const text = annotations.find(({ type }) => type === annotation)?.description;
  return text === undefined ? undefined : (JSON.parse(text) as CaseInfo);
}
