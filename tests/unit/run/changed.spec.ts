/** Which cases a change of a document, or a finding of the last run, touches. */
import { expect, test } from '@playwright/test';
import type { Clause } from '../../../helpers/contract/types.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { touchedCases, type LastClause } from '../../../helpers/run/changed.ts';
import { declaredCases } from '../../../helpers/run/declared.ts';
import { loadProject } from '../../../helpers/run/worker.ts';

const suite = await loadProject();
const cases = (await declaredCases(suite)).map(({ info }) => info);
const clauses = catalogue(suite);
const asReported = ({ id, hash }: Clause): LastClause => ({ id, hash, verdict: 'conforms' });
const last = [...clauses.values()].map(asReported);
const touched = (report: readonly LastClause[]) => touchedCases(cases, clauses, suite.contracts, report);
const changedIn = (id: string, change: Partial<LastClause>) =>
  last.map((each) => (each.id === id ? { ...each, ...change } : each));

test('where nothing changed and nothing was found, nothing is asked', () => {
  expect(touched(last).size).toBe(0);
});

test('a clause of a response touches the cases that bring the response about, and no others', () => {
  const clause = last.find(({ id }) => /\/404\/body/.test(id));
  if (!clause) throw new Error('no such clause');
  const { ref } = clauses.get(clause.id) as Clause;
  for (const change of [{ hash: 'other' }, { verdict: 'deviates' }, { verdict: 'error' }]) {
    const ids = touched(changedIn(clause.id, change));
    expect(ids.size).toBeGreaterThan(0);
    const proving = cases.filter((one) => one.clauses.some((key) => [clause.id, `${ref.operation}/404`].includes(key)));
    expect([...ids].toSorted()).toEqual(proving.map(({ id }) => id).toSorted());
  }
});

test('a clause of its own case touches that case; one that is new, too', () => {
  const own = cases.find(
    ({ id }) => clauses.get(id)?.decidedBy === 'case' && clauses.get(id)?.ref.status === undefined,
  );
  if (!own) throw new Error('no such case');
  const proving = cases.filter((one) => one.clauses.includes(own.id)).map(({ id }) => id);
  expect(proving).toContain(own.id);
  expect([...touched(changedIn(own.id, { hash: 'other' }))]).toEqual(proving);
  expect([...touched(last.filter(({ id }) => id !== own.id))]).toEqual(proving);
});

test('what every answer of an operation decides touches all that it answers', () => {
  const every = [...clauses.values()].find(({ decidedBy }) => decidedBy === 'every-response');
  if (!every) throw new Error('no such clause');
  const ids = touched(changedIn(every.id, { hash: 'other' }));
  expect(ids.size).toBeGreaterThan(0);
  const names = (key: string) => key.startsWith(`${every.ref.operation}/`);
  expect(cases.filter(({ id }) => ids.has(id)).every((one) => one.clauses.some(names))).toBe(true);
});
