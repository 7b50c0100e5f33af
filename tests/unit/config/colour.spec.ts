import { expect, test } from '@playwright/test';
import { hasColour } from '../../../helpers/config/environment.ts';

for (const [env, isTerminal, expected] of [
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '3', NO_COLOR: '1' }, false, true],
] as const)
  test(`colour: ${JSON.stringify(env)}, ${isTerminal ? 'a terminal' : 'no terminal'}`, () => {
    expect(hasColour(env, isTerminal)).toBe(expected);
  });
