/** A vendor that the project has never heard of: one document, one profile, no code. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Report } from '../../../helpers/verdict/report.ts';
import { conformance, copyProject, type Project } from '../harness/project.ts';
import { inSoak } from '../harness/soak.ts';
import { key, startBooks } from './books-server.ts';

test.describe.configure({ mode: 'default' });

const here = import.meta.dirname;
let project: Project;
let vendor: string;

test.beforeAll(() => {
  project = copyProject();
  vendor = path.join(project.folder, 'specs/books');
  mkdirSync(vendor);
  cpSync(path.join(here, 'books.openapi.yaml'), path.join(vendor, 'v1.openapi.yaml'));
});
test.afterAll(() => project.remove());

const withProfile = () => cpSync(path.join(here, 'books.profile.yaml'), path.join(vendor, 'profile.yaml'));
const withoutProfile = () => rmSync(path.join(vendor, 'profile.yaml'), { force: true });

async function run(env: Readonly<Record<string, string>>, args: readonly string[] = ['books']) {
  const { code, report, stderr, remove } = await conformance({ args, env, folder: project.folder });
  remove();
  return { code, report, stderr };
}

const deviating = ({ clauses }: Report) =>
  clauses.filter(({ level, verdict }) => level === 'MUST' && verdict === 'deviates').map(({ id }) => id);

test('a profile of less than 25 lines makes it conformant, and no test data stays at the vendor', async () => {
  withProfile();
  const server = await startBooks();
  const { code, report, stderr } = await run({ BOOKS_BASE_URL: server.url, BOOKS_API_KEY: key });
  server.close();
  expect(deviating(report)).toEqual([]);
  expect(report.verdict, stderr).toBe('conformant');
  expect(code).toBe(0);
  expect([...server.books.keys()]).toEqual(['1']);
  const conforming = report.clauses.filter(({ verdict }) => verdict === 'conforms').map(({ id }) => id);
  for (const operation of ['listBooks', 'createBook', 'getBook', 'replaceBook', 'deleteBook'])
    expect(
      conforming.some((id) => id.startsWith(`books-v1/${operation}/2`)),
      operation,
    ).toBe(true);
});

const found = inSoak(
  'run/acting.spec.ts finds a missing property in a whole run, tests/unit/oracle/empty-objects.spec.ts at the clause of a component',
);
test('a missing property is found at its clause', found, async () => {
  withProfile();
  const server = await startBooks({ missing: 'author' });
  const { code, report } = await run({ BOOKS_BASE_URL: server.url, BOOKS_API_KEY: key });
  server.close();
  expect(code).toBe(1);
  expect(deviating(report).length).toBeGreaterThan(0);
  for (const clause of report.clauses.filter(({ id }) => deviating(report).includes(id)))
    expect(clause.findings.map(({ at }) => at).join(), clause.id).toContain('author');
});

test('the document alone is verified read-only, without a false positive; one that cannot be read leaves its own vendor out', async () => {
  withoutProfile();
  const broken = path.join(project.folder, 'specs/broken');
  mkdirSync(broken);
  writeFileSync(path.join(broken, 'v1.openapi.yaml'), 'openapi: [');
  const server = await startBooks();
  const { code, report, stderr } = await run({ BOOKS_BASE_URL: server.url, BOOKS_API_KEY_AUTH: key }, []);
  server.close();
  rmSync(broken, { recursive: true });
  expect([code, report.verdict], stderr).toEqual([0, 'partial']);
  const because = report.because?.split('\n').filter((line) => line.startsWith('not verified: '));
  expect(because).toEqual([expect.stringMatching(/^not verified: specs\/broken\/v1\.openapi\.yaml[^\n]*$/)]);
  expect(report.unverified?.map((each) => `not verified: ${each}`)).toEqual(because);
  expect(stderr).toContain(because?.[0]);
  expect(deviating(report)).toEqual([]);
  expect(server.changes()).toBe(0);
  const verdictOf = (id: string) => report.clauses.find((clause) => clause.id === id)?.verdict;
  expect(verdictOf('books-v1/listBooks/200/status')).toBe('conforms');
  expect(verdictOf('books-v1/getBook/200/status')).toBe('conforms');
});
