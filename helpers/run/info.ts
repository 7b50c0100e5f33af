/** What a test says of its cases beside its title. */
import type { TestDetails } from '@playwright/test';
import type { CaseGroup } from './run-index.ts';

/** allure-playwright makes a label of it; by the case's id its results are found again. */
export const caseAnnotation = 'allure.label.case';
/** The test runs the cases of the group with this title. */
const groupAnnotation = 'cases';

const alone = { lock: '-exclusive-' };

/** The details of a case's test. An exclusive one runs only while no other test does. */
export const detailsOf = ({ id, exclusive }: CaseGroup['cases'][number]): TestDetails => ({
  annotation: { type: caseAnnotation, description: id },
  ...(exclusive && alone),
});

/** The details of the test of a whole group. */
export const detailsOfGroup = ({ title, cases }: CaseGroup): TestDetails => ({
  annotation: { type: groupAnnotation, description: title },
  ...(cases.some(({ exclusive }) => exclusive) && alone),
});

type Annotations = readonly { readonly type: string; readonly description?: string }[];

const described = (annotations: Annotations, wanted: string): string | undefined =>
  annotations.find(({ type }) => type === wanted)?.description;

/** The ids of a test's cases; none where it is none of this suite's. `groups`: those of the run. */
export function caseIdsOf(annotations: Annotations, groups: readonly CaseGroup[]): readonly string[] {
  const id = described(annotations, caseAnnotation);
  if (id !== undefined) return [id];
  const title = described(annotations, groupAnnotation);
  return groups.find((group) => group.title === title)?.cases.map((each) => each.id) ?? [];
}
