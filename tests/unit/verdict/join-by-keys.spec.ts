import { expect, test } from '@playwright/test';
import { joinByKeys } from '../../../helpers/verdict/join-by-keys.ts';

const rows: readonly (readonly [of: string, groups: readonly string[][], joined: readonly string[][]])[] = [
  ['nothing in common', [['a'], ['b']], [['a'], ['b']]],
  ['one key', [['ab'], ['c'], ['bd']], [['ab', 'bd'], ['c']]],
  ['a key over two steps', [['a'], ['c'], ['bc'], ['ab']], [['a', 'c', 'bc', 'ab']]],
  ['two that a third joins', [['a'], ['b'], ['x'], ['ba']], [['a', 'b', 'ba'], ['x']]],
  ['no keys', [[''], ['']], [[''], ['']]],
];
for (const [of, groups, joined] of rows)
  test(`groups with ${of}`, () => {
    expect(joinByKeys(groups, (group) => group.flatMap((each) => each.split('')))).toEqual(joined);
  });
