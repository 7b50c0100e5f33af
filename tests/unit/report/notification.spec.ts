/** A chat is told once when a verdict changes, and nothing that a vendor answered. */
import { expect, test } from '@playwright/test';
import { notification } from '../../../helpers/report/notification.ts';
import type { RunVerdict } from '../../../helpers/verdict/report.ts';
import { linesOfRun } from '../../../helpers/verdict/scorecard/record-run.ts';
import { conforming, hostile, invalid, threeDeviations } from './samples.ts';

/** The lines of an earlier run with this verdict, and of the run itself. */
const history = (verdict: RunVerdict) => {
  const report = threeDeviations();
  const earlier = linesOfRun({ ...conforming(), verdict, startedAt: '2026-11-20T02:17:00.000Z' }, [], []);
  return [...earlier, ...linesOfRun(report, [], earlier)];
};
const build = 'https://ci.example/7';

test('a change is told with the verdict before, the places and numbers', () => {
  const told = notification(threeDeviations(), history('conformant'), build);
  expect(told?.text.split('\n')).toEqual([
    'max-ai on embedded sandbox, invox-medical on staging: nonconformant (was conformant)',
    expect.stringMatching(/^\d+ causes/),
    build,
  ]);
  expect(told?.conformance).toMatchObject({
    version: 1,
    targets: [
      { vendor: 'max-ai', environment: 'embedded' },
      { vendor: 'invox-medical', environment: 'staging' },
    ],
    verdict: 'nonconformant',
    previous: 'conformant',
    build,
  });
});

test('the same verdict again, an invalid run and a selection are not told', () => {
  expect(notification(threeDeviations(), history('nonconformant'), build)).toBeUndefined();
  expect(notification(invalid(), [], build)).toBeUndefined();
  expect(notification({ ...threeDeviations(), selection: '--failed' }, history('conformant'), build)).toBeUndefined();
});

test('the first run of all is told where it is not conformant', () => {
  expect(notification(conforming(), [], build)).toBeUndefined();
  expect(notification(threeDeviations(), [], undefined)).toMatchObject({ conformance: { previous: null } });
});

test('nothing that was sent or answered is in it', () => {
  const report = hostile((text) => `${text} planted-answer`);
  expect(JSON.stringify(report)).toContain('planted-answer');
  const { targets } = threeDeviations();
  expect(
    JSON.stringify(notification({ ...report, targets, startedAt: '2026-11-21T13:02:07.120Z' }, [], build)),
  ).not.toContain('planted-answer');
});
