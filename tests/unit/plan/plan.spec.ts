/** The plan: every clause has a case or one of a closed list of reasons; one that has neither is called an orphan. */
import { expect, test } from '@playwright/test';
import { casesOf } from '../../../helpers/cases/index.ts';
import { catalogue } from '../../../helpers/run/catalogue.ts';
import { planOf, planText, reasons } from '../../../helpers/run/plan.ts';
import type { CaseInfo } from '../../../helpers/run/result.ts';
import { load, overlay, tiny, tinySuite } from '../contract/tiny.ts';

const op = 'max-ai-v1/getThing';
const contracts = await load({
  'v1.openapi.yaml': tiny({ schemas: { Thing: { type: 'object', required: ['id'] } } }),
  'overlay.yaml': overlay({
    target: "$.paths['/things/{thingId}'].get",
    update: {
      'x-promises': [{ id: 'lifecycle/kept', level: 'MUST', sentence: 'is kept', page: 'https://d.example/p' }],
    },
  }),
});

const suite = tinySuite(contracts);

const info = (id: string, clauses: readonly string[], calls: Readonly<Record<string, number>>): CaseInfo => ({
  id,
  title: `MUST ${id}`,
  operation: op,
  clauses,
  calls,
  needs: [],
});
const generated = contracts
  .flatMap(({ operations }) => [...operations.values()])
  .flatMap((operation) => casesOf(operation))
  .map(({ id }) => info(id, id.endsWith('200/status') ? [id, `${op}/200`] : [id], { [op]: 1 }));
const kept = info(`${op}#kept`, [`${op}/lifecycle/kept`], { [op]: 2, 'max-ai/store': 1 });

test('a prose promise without a case is an orphan', () => {
  expect(planOf(suite, generated).orphans).toEqual([`${op}/lifecycle/kept`]);
  expect(planOf(suite, [...generated, kept]).orphans).toEqual([]);
});

test('every clause of the catalogue is in the plan, with cases or a reason of the list', () => {
  const { clauses } = planOf(suite, [...generated, kept]);
  expect(clauses.map(({ id }) => id)).toEqual([...catalogue(suite).keys()]);
  for (const { id, cases, reason } of clauses) {
    expect(cases.length > 0 || reason !== undefined, id).toBe(true);
    if (reason !== undefined) expect(Object.keys(reasons)).toContain(reason);
  }
});

test('a clause about a response names the cases that provoke the response', () => {
  const { clauses } = planOf(suite, [...generated, kept]);
  expect(clauses.find(({ id }) => id === `${op}/200/body/id/required`)).toMatchObject({
    cases: [`${op}/200/status`],
    reason: 'response',
  });
  const without = planOf(suite, [kept]);
  expect(without.clauses.find(({ id }) => id === `${op}/200/body/id/required`)?.reason).toBe('not-provoked');
});

test('calls are summed by operation, whatever the order of the cases', () => {
  const there = planOf(suite, [...generated, kept]);
  const back = planOf(suite, [kept, ...generated.toReversed()]);
  expect(there.calls).toEqual({ [op]: generated.length + 2, 'max-ai/store': 1 });
  expect(there.total).toBe(generated.length + 3);
  expect(JSON.stringify(back.calls)).toBe(JSON.stringify(there.calls));
});

test('the plan for a person names every case, what it proves and what it costs', () => {
  const text = planText(planOf(suite, [...generated, kept]));
  expect(text).toMatch(/^\d+ calls in \d+ cases, \d+ clauses\n/);
  expect(text).toContain(`  MUST ${op}#kept\n      proves ${op}/lifecycle/kept\n      calls 2 ${op}, 1 max-ai/store\n`);
});

test('flaws of the documents are listed with their places', () => {
  const at = 'specs/shop/1.openapi.yaml#/paths';
  const flaw = {
    at,
    pointer: '/paths',
    rule: 'nullable',
    sentence: 'nullable: true is at odds with enum',
    places: 3,
  } as const;
  expect(planText(planOf(suite, generated), [], [flaw])).toContain(`${at}: ${flaw.sentence} (in 3 places)`);
  expect(planText(planOf(suite, generated))).not.toContain('Flaws');
});
