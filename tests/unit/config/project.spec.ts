/** Where the project and its modules are. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { isCompiled, moduleFile, moduleFolder, projectRoot } from '../../../helpers/config/project.ts';

test('the project is where package.json and specs/ are', () => {
  expect(projectRoot).toBe(path.resolve(import.meta.dirname, '../../..'));
});

test('a module that was not compiled is a TypeScript file of the project', () => {
  expect(isCompiled).toBe(false);
  expect(existsSync(moduleFile('playwright.config'))).toBe(true);
  expect(existsSync(path.join(moduleFolder('tests'), 'contract.spec.ts'))).toBe(true);
});
