/** What a test says of its case beside its title. */
import type { TestDetails } from '@playwright/test';
import type { DeclaredCase } from './declared.ts';

/** allure-playwright makes a label of it; by the case's id its results are found again. */
export const caseAnnotation = 'allure.label.case';

/** The details of a case's test. An exclusive one runs only while no other test does. */
export const detailsOf = ({ info, exclusive }: Pick<DeclaredCase, 'info' | 'exclusive'>): TestDetails => ({
  annotation: { type: caseAnnotation, description: info.id },
  ...(exclusive && { lock: '-exclusive-' }),
});

/** The id of a test's case; undefined where it is none of this suite's. */
export const caseIdOf = (annotations: readonly { type: string; description?: string }[]): string | undefined =>
  annotations.find(({ type }) => type === caseAnnotation)?.description;
