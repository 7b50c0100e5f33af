/** Which cases a run is limited to. */
import { expect, test } from '@playwright/test';
import { isWhole, repeatLine, select, selectionText, wholePlan, type Selection } from '../../../helpers/run/select.ts';

const cases = [
  'max-ai-v2/deleteImage security/absent',
  'max-ai-v2/deleteImage security/altered',
  'max-ai-v2/deleteImage 200/status',
  'max-ai-v2/getImageUrl security/absent',
  'max-ai-v3/uploadImage body/file/required',
].map((line) => {
  const [operation = '', name = ''] = line.split(' ');
  return { operation, id: `${operation}/${name}` };
});
const scenario = { operation: 'max-ai-v2/deleteImage', id: 'max-ai-v2/deleteImage#must-delete-it-once' };
const all = [...cases, scenario];
const ids = (selection: Partial<Selection>) => select(all, { ...wholePlan, ...selection }).map(({ id }) => id.slice(7));

for (const [what, selection, expected] of [
  [
    'an operation by its name',
    { operations: ['deleteImage'] },
    [
      'v2/deleteImage/security/absent',
      'v2/deleteImage/security/altered',
      'v2/deleteImage/200/status',
      'v2/deleteImage#must-delete-it-once',
    ],
  ],
  ['an operation with its contract', { operations: ['max-ai-v3/*'] }, ['v3/uploadImage/body/file/required']],
  [
    'operations by a glob',
    { operations: ['*Url', 'upload*'] },
    ['v2/getImageUrl/security/absent', 'v3/uploadImage/body/file/required'],
  ],
  [
    'cases of every operation',
    { cases: ['security/absent'] },
    ['v2/deleteImage/security/absent', 'v2/getImageUrl/security/absent'],
  ],
  ['a case by its whole id', { cases: ['max-ai-v2/deleteImage/200/status'] }, ['v2/deleteImage/200/status']],
  ['at any depth', { cases: ['body/*'] }, ['v3/uploadImage/body/file/required']],
  ['one character', { cases: ['20?/status'] }, ['v2/deleteImage/200/status']],
  ['a scenario', { cases: ['must-delete-*'] }, ['v2/deleteImage#must-delete-it-once']],
  [
    'both must hold',
    { operations: ['deleteImage'], cases: ['security/*'] },
    ['v2/deleteImage/security/absent', 'v2/deleteImage/security/altered'],
  ],
  ['what failed', { failed: new Set(['max-ai-v2/deleteImage/200/status', 'gone']) }, ['v2/deleteImage/200/status']],
] as const)
  test(`selected: ${what}`, () => expect(ids(selection)).toEqual(expected));

test('the whole plan is every case', () => {
  expect(select(all, wholePlan)).toEqual(all);
  expect([isWhole(wholePlan), isWhole({ ...wholePlan, failed: new Set() })]).toEqual([true, false]);
});

for (const [selection, says] of [
  [
    { operations: ['deleteImages'] },
    '--operation deleteImages matches no operation of the plan: npm run plan lists them',
  ],
  [{ cases: ['Security/*'] }, "--case 'Security/*' matches no case of the plan: npm run plan lists them"],
  [{ operations: ['max.ai-v2/*'] }, "--operation 'max.ai-v2/*' matches no operation"],
  [
    { operations: ['uploadImage'], cases: ['security/*'] },
    "--operation uploadImage --case 'security/*' together select no case",
  ],
] as const)
  test(`rejected: ${says}`, () => expect(() => ids(selection)).toThrow(says));

test('the line that repeats a case selects that case alone', () => {
  for (const one of all) {
    const line = repeatLine('max-ai', one);
    const [, operation = '', name = ''] =
      /^npm run conformance -- max-ai --operation (\S+) --case (\S+)$/.exec(line) ?? [];
    expect(select(all, { operations: [operation], cases: [name] })).toEqual([one]);
  }
  expect(selectionText({ operations: [], cases: ["a'b*"], failed: new Set() })).toBe(
    String.raw`--case 'a'\''b*' --failed`,
  );
});
