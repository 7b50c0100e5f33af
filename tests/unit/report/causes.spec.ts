import { expect, test } from '@playwright/test';
import { causes, othersOf, reasons } from '../../../helpers/report/causes.ts';
import { columnsOf, displayStatus, worstOf } from '../../../helpers/report/display-status.ts';
import { titleOf } from '../../../helpers/verdict/causes.ts';
import type { ClauseReport, FindingReport } from '../../../helpers/verdict/report.ts';
import { refIn } from '../clause-ref.ts';
import { conforming, reportOf, threeDeviations } from './samples.ts';

const deviating = threeDeviations().clauses.find((clause) => clause.id === 'max-ai-v2/deleteImage/404/body');
const waived = threeDeviations().clauses.find((clause) => clause.verdict === 'waived');
const [finding] = deviating?.findings ?? [];
const [waivedFinding] = waived?.findings ?? [];
if (!deviating || !finding || !waived || !waivedFinding) throw new Error('the sample has changed');

const codesOf = (clauses: readonly ClauseReport[]) =>
  causes(reportOf('nonconformant', clauses)).map((cause) => cause.first.finding.code);
const asWarning = (clause: ClauseReport): ClauseReport => ({
  ...clause,
  level: 'SHOULD',
  findings: clause.findings.map((each) => ({ ...each, level: 'SHOULD' })),
});
const withFindings = (...findings: readonly FindingReport[]): ClauseReport => ({ ...deviating, findings });

test('another code, or another place, is another cause', () => {
  const type: FindingReport = { ...finding, code: 'SCHEMA_TYPE' };
  const elsewhere: FindingReport = { ...finding, at: '/error/code' };
  expect(codesOf([withFindings(finding, type, elsewhere)])).toEqual([
    'SCHEMA_REQUIRED',
    'SCHEMA_TYPE',
    'SCHEMA_REQUIRED',
  ]);
});

test('waived and open findings of one clause are listed separately', () => {
  const report = reportOf('nonconformant', [withFindings(finding, waivedFinding)]);
  expect(causes(report).map((cause) => cause.first.finding.code)).toEqual(['SCHEMA_REQUIRED']);
  expect(causes(report, 'waived').map((cause) => cause.first.finding.code)).toEqual(['SCHEMA_ENUM']);
});

test('a finding whose waiver failed is open, and only open', () => {
  const report = reportOf('nonconformant', [{ ...waived, verdict: 'deviates' }]);
  expect(causes(report)).toHaveLength(1);
  expect(causes(report, 'waived')).toHaveLength(0);
});

test('a clause that deviates without a finding is not lost', () => {
  const [cause] = causes(reportOf('nonconformant', [{ ...withFindings(), because: 'somebody forgot' }]));
  expect(cause?.first.finding).toMatchObject({ expected: deviating.sentence, actual: 'somebody forgot' });
});

test('causes are sorted by level, then by number of clauses', () => {
  const clauses = [...threeDeviations().clauses].reverse();
  const [cause] = causes(reportOf('nonconformant', clauses));
  expect(cause?.others).toHaveLength(3);
  expect(cause && othersOf(threeDeviations(), cause).names).toEqual([
    'deleteImage 409',
    'deleteImage 404',
    'deleteImage 400',
  ]);
});

test('a cause names its most frequent observation first', () => {
  const often: ClauseReport = {
    ...deviating,
    id: 'max-ai-v2/deleteImage/409/body',
    ref: refIn('max-ai-v2/deleteImage/409/body'),
    findings: [{ ...finding, occurrences: finding.occurrences + 1 }],
  };
  const [cause] = causes(reportOf('nonconformant', [deviating, often]));
  expect(cause?.first.clause.id).toBe(often.id);
});

test('two clauses of one response are named in full', () => {
  const also: ClauseReport = {
    ...deviating,
    id: 'max-ai-v2/deleteImage/404/trace',
    ref: refIn('max-ai-v2/deleteImage/404/trace'),
  };
  const [cause] = causes(reportOf('nonconformant', [deviating, also]));
  expect(cause && othersOf(threeDeviations(), cause)).toEqual({ count: 1, names: ['404/trace'] });
});

test('one clause that deviates at two places is named once', () => {
  const [cause] = causes(reportOf('nonconformant', [deviating]));
  if (!cause) throw new Error('no cause');
  expect(othersOf(threeDeviations(), { ...cause, others: [cause.first] })).toEqual({ count: 0, names: [] });
});

const statusFinding = (code: string, status: number, ...oneOf: string[]): FindingReport => ({
  ...finding,
  code,
  at: 'status',
  status,
  expected: 'in words that no title reads',
  actual: String(status),
  values: { expected: { kind: 'status', oneOf }, actual: status },
});
const sentence = 'reject an active that is not of type boolean';
for (const [title, shown] of [
  ['deleteImage: undocumented 404', statusFinding('STATUS_UNDOCUMENTED', 404, '200', '500')],
  ['deleteImage: 204 instead of 200', statusFinding('STATUS_UNEXPECTED', 204, '200')],
  [`deleteImage: 200, must ${sentence}`, statusFinding('VALUE_ACCEPTED', 200, '400', '404', '4XX')],
  ['deleteImage: 500 instead of any 4xx or any 3xx', statusFinding('SERVER_ERROR', 500, '4XX', '400', '3XX')],
] as const)
  test(title, () => {
    const [cause] = causes(reportOf('nonconformant', [{ ...withFindings(shown), sentence }]));
    expect(cause && titleOf(cause, threeDeviations().operations)).toBe(title);
  });

test('of an operation as a whole, too, a range of statuses is told in words', () => {
  const shown = statusFinding('SERVER_ERROR', 500, '404', '4XX');
  const ref = { ...deviating.ref, scope: 'operation' as const, rule: 'responses' };
  const [cause] = causes(reportOf('nonconformant', [{ ...withFindings(shown), ref }]));
  expect(cause && titleOf(cause, threeDeviations().operations)).toBe('deleteImage: 500 instead of any 4xx');
});

test('a clause that cannot be provoked states that as its reason, unless a case ran', () => {
  const open: ClauseReport = { ...deviating, findings: [], verdict: 'not-run', because: 'x', conditional: true };
  expect(reasons(reportOf('partial', [open]), 'not-run').map((reason) => reason.because)).toEqual([
    'cannot be provoked',
  ]);
  const asked: ClauseReport = { ...open, verdict: 'inconclusive' };
  expect(reasons(reportOf('partial', [asked]), 'inconclusive').map((reason) => reason.because)).toEqual(['x']);
});

test('a violated SHOULD warns, and a recorded INFO clause does not conform', () => {
  expect(displayStatus(deviating)).toBe('deviates');
  expect(displayStatus(asWarning(deviating))).toBe('warns');
  expect(displayStatus({ ...deviating, level: 'INFO', verdict: 'conforms' })).toBe('recorded');
  expect(displayStatus({ ...deviating, level: 'INFO', verdict: 'inconclusive' })).toBe('inconclusive');
});

test('a cell has its most severe status; not provokable only when alone', () => {
  const good: ClauseReport = { ...deviating, verdict: 'conforms' };
  const unprovoked: ClauseReport = { ...deviating, verdict: 'not-run', conditional: true };
  expect(worstOf([good, asWarning(deviating), deviating])).toBe('deviates');
  expect(worstOf([good, unprovoked])).toBe('conforms');
  expect(worstOf([unprovoked])).toBe('not-run');
  expect(worstOf([good, { ...unprovoked, conditional: false }])).toBe('not-run');
});

test('columns are statuses in order, then what belongs to no response', () => {
  expect(columnsOf(conforming()).join(' ')).toBe(
    '200 201 400 401 403 404 409 429 500 502 any answer access request life cycle',
  );
  const clauses = ['default/body', '5XX/body', '599/body', '404/body', 'zeta/x', 'body/x'].map(
    (rest): ClauseReport => ({ ...deviating, id: `a/b/${rest}`, ref: refIn(`a/b/${rest}`) }),
  );
  expect(columnsOf({ ...reportOf('partial', clauses), operations: [] })).toEqual([
    '404',
    '599',
    '5XX',
    'default',
    'request',
    'zeta',
  ]);
});

test('a clause of a shared schema is one cause, in whatever place answers hold it', () => {
  const shared: ClauseReport = {
    ...withFindings({ ...finding, at: '/0/id' }, { ...finding, at: '/items/3/id' }),
    ref: { contract: 'books-1', scope: 'component', component: 'schema:Book', pointer: '/id', rule: 'required' },
  };
  expect(codesOf([shared])).toHaveLength(1);
});
