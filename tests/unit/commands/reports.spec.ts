/** Reports of earlier runs as input of a command: one line for what cannot be read. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readReportFile } from '../../../helpers/commands/reports.ts';
import { UserError } from '../../../helpers/contract/types.ts';
import { conforming } from '../report/samples.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('input');

/** Writes a file and reads it as a report; the message where it is rejected. */
function rejection(text: string): string {
  const file = path.join(folder, 'conformance.json');
  writeFileSync(file, text);
  try {
    readReportFile(file);
    return 'nothing';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message.slice(file.length);
  }
}

test('a report of a run is read', () => {
  expect(rejection(JSON.stringify(conforming()))).toBe('nothing');
});

test('what is no report is rejected in one line that names the file and what is wrong', () => {
  expect(rejection('# no JSON')).toBe(' is not JSON');
  expect(rejection('{"name":"x"}')).toMatch(/^ is no conformance\.json: \/ must have required property '\w+'$/);
  expect(() => readReportFile(path.join(folder, 'nowhere.json'))).toThrow(
    'nowhere.json cannot be read: npm run conformance writes conformance.json',
  );
});
