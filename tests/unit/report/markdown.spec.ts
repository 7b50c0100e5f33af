import { expect, test } from '@playwright/test';
import { markdown } from '../../../helpers/report/markdown.ts';
import { big, conforming, hostile, nothingRun, threeDeviations } from './samples.ts';

const cellsOf = (line: string) => line.split('|').length;

test('every row has the columns of its head, whatever the strings hold', () => {
  const text = markdown(hostile((value) => `a|b\\|c\n| d \\\\| \`|\` ${value}`));
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(10);
  let width = 0;
  for (const [index, row] of rows.entries()) {
    if (rows[index + 1]?.startsWith('| ---') === true) width = cellsOf(row);
    expect(cellsOf(row), row).toBe(width);
  }
});

test('markup, links, mentions and emphasis in vendor text are escaped', () => {
  const attack = '<img src=x>[a](https://evil.example)![b](c) @team **x** _y_ `z` www.evil.example $q$ ~~s~~';
  const text = markdown(hostile((value) => `${attack} ${value}`));
  const own = text.replaceAll(/<\/?code>/g, '').replaceAll(/^(?:#+|-) .*$/gm, (line) => line.slice(2));
  expect(own).not.toMatch(/<(?!\/?code>)/);
  expect(own).not.toMatch(/[[\]@*`!$~]/);
  expect(own).not.toMatch(/https?:\/\/|www\./);
  expect(own).not.toMatch(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u);
});

test('vendor text cannot begin a list or a heading', () => {
  const text = markdown(hostile((value) => `\n# owned\n- owned\n${value}`));
  expect(text).not.toMatch(/^# owned|^- owned/m);
});

test('it names verdict, deviations with their cause, waivers and what was not decided', () => {
  const text = markdown(threeDeviations());
  expect(text).toContain('# Nonconformant: 5 of 74 clauses deviate, 1 warns, 1 waived');
  expect(text).toContain('and 3 more: <code>404, 409, getImageUrl 404</code>');
  expect(text).toContain('waived by <code>imaging team</code> until <code>2027-02-01</code>');
  expect(text).toContain('| Not run | 2 | <code>MAX_AI_RESTRICTED_API_KEY is not set</code> |');
  expect(markdown(conforming())).not.toContain('## Causes');
});

test('a configuration error and a large run are pages too', () => {
  expect(markdown(nothingRun())).toContain('MAX_AI_API_KEY is required');
  expect(markdown(big()).length).toBeLessThan(100_000);
});

test('verdict, causes and counts come in this order, the account of the run last', () => {
  const text = markdown(threeDeviations());
  const headings = [...text.matchAll(/^##? (.*)$/gm)].map(([, heading = '']) => heading.replace(/:.*/, ''));
  expect(headings).toEqual(['Nonconformant', 'Causes', 'Waived', 'Not decided', 'Notes', 'Run']);
  expect(text.indexOf('| Contract |')).toBeGreaterThan(text.indexOf('## Causes'));
  expect(text).toMatch(/npm run conformance -- max-ai --operation [^|]* --case [^|]*<\/code>, 2 calls \|/);
});
