import { expect, test } from '@playwright/test';
import { contractsFrom } from '../../../helpers/commands/vendor-files.ts';
import type { Contract } from '../../../helpers/contract/types.ts';
import { driftOf, type NamedContract } from '../../../helpers/verdict/drift/drift.ts';
import { substanceOf } from '../../../helpers/verdict/drift/import-plan.ts';
import type { ObservedClause, ObservedRun } from '../../../helpers/verdict/drift/observed.ts';
import { besidePinned, pinnedDocuments } from '../../../helpers/verdict/drift/published.ts';
import { isBroken, type DriftReport } from '../../../helpers/verdict/drift/report.ts';
import { readUses } from '../../../helpers/verdict/drift/uses.ts';
import { latencyShifts } from '../../../helpers/verdict/drift/latency.ts';
import { collected } from '../import/pages.ts';
import { baseText as anyBase } from './mutations.ts';

const pinnedFile = 'v1.openapi.yaml';
const baseText = `x-clauses: by-response\n${anyBase}`;
const view = (contract: Contract): NamedContract => contract;

/** A run in which every clause conforms, but those that are given otherwise. */
function runOf(contract: Contract, deviations: Readonly<Record<string, Partial<ObservedClause>>> = {}): ObservedRun {
  return {
    startedAt: '2026-11-26T02:00:00.000Z',
    targets: [{ contract: contract.id, kind: 'staging' }],
    operations: [...contract.operations.values()],
    clauses: [...contract.clauses.values()].map((clause) => ({
      ...clause,
      verdict: 'conforms',
      findings: [],
      ...deviations[clause.id],
    })),
  };
}

interface Given {
  readonly published?: string;
  readonly run?: (contract: Contract) => ObservedRun;
  readonly uses?: string;
  readonly explained?: readonly string[];
}

/** Drift of the books API: pinned as it is, published as given, with what a run saw. */
async function driftFrom({ published, run, uses, explained = [] }: Given): Promise<DriftReport> {
  const files = new Map([[pinnedFile, baseText]]);
  const pinned = pinnedDocuments('books', files);
  const { contracts } = await contractsFrom('books', files);
  const [contract] = contracts;
  if (!contract) throw new Error('the document cannot be read');
  const lock = explained.map((id) => ({ file: pinnedFile, id, rule: '', pointer: '' }));
  const found = published === undefined ? undefined : await collected(new Map([['published.yaml', published]]));
  const beside = found && besidePinned(pinned, found, lock, (document) => document);
  const current = beside
    ? await contractsFrom(
        'books',
        new Map(beside.compared.map((each) => ['v1.openapi.json', JSON.stringify(substanceOf(each))])),
      )
    : { contracts: [] };
  return driftOf({
    vendor: 'books',
    at: '2026-11-26T03:00:00.000Z',
    pinned,
    ...(found && beside && { published: { collected: found, beside } }),
    contracts: [view(contract)],
    currentContracts: current.contracts.map(view),
    runs: run ? [run(contract)] : [],
    explained: lock,
    ...(uses !== undefined && { uses: readUses(uses, 'uses.yaml') }),
  });
}

const clauseOf = (contract: Contract, pointer: string, rule: string, status = '200'): string => {
  const found = [...contract.clauses.values()].find(
    ({ ref }) =>
      ref.operation?.includes('bookId') === true &&
      ref.status === status &&
      ref.pointer === pointer &&
      ref.rule === rule,
  );
  if (!found) throw new Error(`no clause at ${pointer} ${rule}`);
  return found.id;
};
/** The answers have another name for `title`: it is missing, and `name` came. */
const renamedBehaviour = (contract: Contract): ObservedRun =>
  runOf(contract, {
    [clauseOf(contract, '/title', 'required')]: {
      verdict: 'deviates',
      findings: [
        { code: 'REQUIRED_MISSING', at: '/title', expected: 'title present', actual: 'absent', fault: 'vendor' },
      ],
    },
    [clauseOf(contract, '', 'undeclared')]: { undeclared: ['/name'] },
  });
const renamedTitle = baseText
  .replace('required: [id, title]', 'required: [id, name]')
  .replace(
    'id: { type: string, description: Its id }\n        title:',
    'id: { type: string, description: Its id }\n        name:',
  );
const movers = ({ things }: DriftReport) => things.map(({ rule, severity, who }) => [rule, severity, who]);

test('a property renamed in the answers only: behaviour without document', async () => {
  const report = await driftFrom({ published: baseText, run: renamedBehaviour });
  expect(movers(report)).toEqual([
    ['response-required-property-removed', 'breaking', 'behaviour without document'],
    ['response-optional-property-added', 'additive', 'behaviour without document'],
  ]);
  expect(report.things[0]?.observed).toEqual({ expected: 'title present', actual: 'absent' });
  expect(isBroken(report)).toBe(true);
});

test('renamed in the document only: document without behaviour, with the clauses that go and come', async () => {
  const report = await driftFrom({ published: renamedTitle, run: (contract) => runOf(contract) });
  expect(movers(report)).toEqual([
    ['response-required-property-removed', 'breaking', 'document without behaviour'],
    ['response-required-property-added', 'additive', 'document without behaviour'],
  ]);
  const [removed, added] = report.things;
  expect(removed?.clauses.vanish.length).toBeGreaterThan(0);
  expect(removed?.clauses.vanish.every((id) => id.includes('title'))).toBe(true);
  expect(added?.clauses.appear.length).toBeGreaterThan(0);
  expect(report.otherClauses).toEqual({ appear: [], vanish: [], tighten: [], loosen: [], alter: [] });
});

test('renamed in both: both', async () => {
  const report = await driftFrom({ published: renamedTitle, run: renamedBehaviour });
  expect(movers(report)).toEqual([
    ['response-required-property-removed', 'breaking', 'both'],
    ['response-required-property-added', 'additive', 'both'],
  ]);
  expect(report.things[0]?.clauses.deviate).toHaveLength(1);
});

test('without a run it is unknown whether the responses moved; a rewording concerns the document alone', async () => {
  const reworded = renamedTitle.replace('description: Its id', 'description: The id');
  expect(movers(await driftFrom({ published: reworded }))).toEqual([
    ['response-required-property-removed', 'breaking', 'document'],
    ['response-required-property-added', 'additive', 'document'],
    ['description-changed', 'editorial', 'document'],
  ]);
});

test('a bound that is tightened or loosened names its clause so', async () => {
  const kinds = async (to: string) => {
    const report = await driftFrom({
      published: baseText.replace(
        'Its id }\n        title: { type: string, maxLength: 200 }',
        `Its id }\n        title: { type: string${to} }`,
      ),
    });
    return report.things.map(({ clauses }) => [clauses.tighten.length, clauses.loosen.length, clauses.vanish.length]);
  };
  const [[tighten = 0] = []] = await kinds(', maxLength: 100');
  expect(tighten).toBeGreaterThan(0);
  expect(await kinds(', maxLength: 100')).toEqual([[tighten, 0, 0]]);
  expect(await kinds(', maxLength: 300')).toEqual([[0, tighten, 0]]);
  expect(await kinds('')).toEqual([[0, 0, tighten]]);
});

test('an undocumented status is a change of behaviour; what the run could not observe is not', async () => {
  const run = (contract: Contract) => {
    const responses = [...contract.clauses.values()].find(
      ({ ref }) => ref.rule === 'responses' && ref.scope === 'operation',
    );
    return runOf(contract, {
      [responses?.id ?? '']: {
        verdict: 'deviates',
        findings: [
          { code: 'STATUS_UNDOCUMENTED', at: 'status', expected: '200', actual: '418', status: 418, fault: 'vendor' },
        ],
      },
    });
  };
  expect(movers(await driftFrom({ run }))).toEqual([
    ['response-non-success-status-added', 'additive', 'behaviour without document'],
  ]);
});

test('waived deviations, errors of the suite or environment, and known differences are no drift', async () => {
  const finding = { code: 'X', at: '/title', expected: 'title present', actual: 'absent' };
  for (const each of [
    { ...finding, fault: 'vendor', waiver: {} },
    { ...finding, fault: 'environment' },
    { ...finding, fault: 'suite' },
  ]) {
    const run = (contract: Contract) =>
      runOf(contract, { [clauseOf(contract, '/title', 'required')]: { verdict: 'deviates', findings: [each] } });
    expect(movers(await driftFrom({ published: baseText, run }))).toEqual([]);
  }
  const first = await driftFrom({ published: renamedTitle, run: renamedBehaviour });
  const known = await driftFrom({ published: renamedTitle, explained: first.things.map(({ id }) => id) });
  expect(movers(known)).toEqual([]);
});

test('changes that our product does not use are not breaking', async () => {
  const used = async (uses: string) => {
    const report = await driftFrom({ published: renamedTitle, uses });
    return [report.things[0]?.used, isBroken(report)];
  };
  expect(await used('version: 1\noperations:\n  GET /books/{id}:\n    reads: [/title]\n')).toEqual([true, true]);
  expect(await used('version: 1\noperations:\n  GET /books:\n    reads: ["/*"]\n')).toEqual([true, true]);
  expect(await used('version: 1\noperations:\n  GET /books/{id}:\n    reads: [/id]\n')).toEqual([false, false]);
  expect(await used('version: 1\noperations:\n  GET /books/{id}:\n')).toEqual([true, true]);
  expect(await used('version: 1\noperations: {}\n')).toEqual([false, false]);
});

test('a p95 that doubled in the last seven runs is reported, a small increase is not', () => {
  const nights = (count: number, of: (night: number) => number) =>
    Array.from({ length: count }, (_, night) => ({
      operation: 'a',
      at: `2026-11-${String(night + 1).padStart(2, '0')}T02:00:00Z`,
      durations: Array.from({ length: 10 }, () => of(night)),
    }));
  expect(latencyShifts(nights(20, (night) => (night < 13 ? 100 : 250)))).toEqual([
    { operation: 'a', from: 100, to: 250, samples: [130, 70] },
  ]);
  expect(latencyShifts(nights(20, (night) => (night < 13 ? 10 : 60)))).toEqual([]);
  expect(latencyShifts(nights(8, () => 100))).toEqual([]);
  expect(latencyShifts([])).toEqual([]);
});
