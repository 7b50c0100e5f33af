/** Every statement of ARCHITECTURE.md that a program can check. Lines per file and function: .oxlintrc.json. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import * as exceptions from './exceptions.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Files below a folder, from the project's root, by how their names end. */
const filesIn = (folder: string, ending = /\.ts$/): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => path.join(folder, name));

/** What a file imports of this project, types included, from the project's root. */
const importsOf = (file: string): string[] =>
  [...read(file).matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, target = '']) =>
    path.normalize(path.join(path.dirname(file), target)),
  );

/** Which folders a folder of helpers/ may import, beside itself: all to its left in the line of ARCHITECTURE.md. */
function order(): Record<string, readonly string[]> {
  const line = /^contract <- .*$/m.exec(read('ARCHITECTURE.md'))?.[0] ?? '';
  const layers = line.split(' <- ').map((layer) => layer.split(', '));
  const upTo = (name: string) =>
    layers.slice(
      0,
      layers.findIndex((layer) => layer.includes(name)),
    );
  const allowed = Object.fromEntries(layers.flat().map((name) => [name, upTo(name).flat()]));
  return {
    ...allowed,
    plugins: [...(allowed['run'] ?? []), 'run'],
    commands: [...(allowed['commands'] ?? []), 'sandbox'],
  };
}
const mayImport: Readonly<Record<string, readonly string[]>> = order();
const pluginList = 'helpers/plugins/index.ts';

/** The folder of helpers/ that a file is in; for other files the first folder of the project. */
const layerOf = (file: string): string => (file.startsWith('helpers/') ? file.split('/')[1] : file.split('/')[0]) ?? '';

/** Imports against the order. */
function wrongImports(files: readonly string[], imported = importsOf): string[] {
  return files.flatMap((file) =>
    imported(file)
      .filter((target) => {
        const [from, to] = [layerOf(file), layerOf(target)];
        if (from === to) return false;
        return !(mayImport[from]?.includes(to) || (from === 'commands' && target === pluginList));
      })
      .map((target) => `${file} -> ${layerOf(target)}`),
  );
}

/** Both lists, without repetitions, in one order. */
const sorted = (list: Iterable<string>): string[] => [...new Set(list)].toSorted();

test('helpers/ import in one direction, types included', () => {
  expect(existsSync(path.join(root, pluginList))).toBe(true);
  expect(sorted(wrongImports(filesIn('helpers')))).toEqual(sorted(exceptions.imports));
});

test('an import against the order is found', () => {
  const wrong = (file: string, target: string) => wrongImports([file], () => [target]);
  expect(wrong('helpers/contract/load.ts', 'helpers/run/plan.ts')).toEqual(['helpers/contract/load.ts -> run']);
  expect(wrong('helpers/run/plan.ts', 'helpers/verdict/report.ts')).toEqual(['helpers/run/plan.ts -> verdict']);
  expect(wrong('helpers/run/plan.ts', 'sandbox/start.ts')).toEqual(['helpers/run/plan.ts -> sandbox']);
  expect(wrong('helpers/run/plan.ts', pluginList)).toEqual(['helpers/run/plan.ts -> plugins']);
  expect(wrong('helpers/commands/plan.ts', pluginList)).toEqual([]);
  expect(wrong('helpers/run/plan.ts', 'helpers/contract/load.ts')).toEqual([]);
});

test('the sandbox imports nothing of the suite', () => {
  const outside = filesIn('sandbox').flatMap((file) =>
    importsOf(file)
      .filter((target) => !target.startsWith('sandbox/'))
      .map((target) => `${file} -> ${target}`),
  );
  expect(outside).toEqual([]);
});

/** Names, variables, hosts, key prefixes, ids and headers of the vendors whose documents are here. */
const ofVendors = /max.?ai|invox|maxcare|max_\w+_ak_|x-organization-id|\b(?:img|nte|prv)_/i;

test('only specs, plugins, scenarios, sandbox and .env.example name a vendor', () => {
  const core = filesIn('helpers', /\.(ts|mjs|json|yaml)$/).filter((file) => !file.startsWith('helpers/plugins/'));
  const naming = [...core, 'playwright.config.ts', 'tests/contract.spec.ts'].filter((file) =>
    ofVendors.test(read(file)),
  );
  expect(sorted(naming)).toEqual(sorted(exceptions.vendorNames));
});

/** An id or an operation split at its slashes, or a pattern that begins with its first segments. */
const parsing = /\b(?:id|clause|operation|clauses\[\d\]|list\[\d\])\b[^;\n]{0,30}\.split\('\/'\)|\/\^\[\^\/\]\+\\\//;

test('no clause id is taken apart: its place is data (ClauseRef)', () => {
  const taking = filesIn('helpers').filter((file) => parsing.test(read(file)));
  expect(sorted(taking)).toEqual(sorted(Object.keys(exceptions.parsedIds)));
});

/** Interfaces with a function among more than `most` members, `<file> <name>`. */
function largeInterfaces(file: string, text: string, most = 12): string[] {
  return [...text.matchAll(/^(?:export )?interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].flatMap(([, name, body = '']) => {
    const members = [...body.matchAll(/^ {2}(?:readonly )?[\w'"[\]]+\??(?:<[^>]*>)?[(:].*$/gm)].map(([line]) => line);
    const hasBehaviour = members.some((line) => /^ {2}(?:readonly )?\w+\??(?:<[^>]*>)?(?:\(|: \()/.test(line));
    return hasBehaviour && members.length > most ? [`${file} ${name}`] : [];
  });
}

test('interfaces of behaviour have at most 12 members', () => {
  const large = filesIn('helpers').flatMap((file) => largeInterfaces(file, read(file)));
  expect(large).toEqual([]);
});

test('an interface with too many members is found, one of data alone is not', () => {
  const members = Array.from({ length: 12 }, (_, index) => `  readonly m${index}: string;\n`).join('');
  expect(largeInterfaces('x.ts', `interface Data {\n${members}  readonly last: string;\n}\n`)).toEqual([]);
  expect(largeInterfaces('x.ts', `export interface Big {\n${members}  run(): void;\n}\n`)).toEqual(['x.ts Big']);
  expect(largeInterfaces('x.ts', `export interface Big {\n${members}  run: () => void;\n}\n`)).toEqual(['x.ts Big']);
});

test('unit tests start no process', () => {
  const starting = filesIn('tests/unit').filter((file) =>
    /^(?:import|export) .*from '(?:node:child_process|node:worker_threads|.*\/e2e\/.*)';$/m.test(read(file)),
  );
  expect(starting).toEqual([]);
});

/** Modules that a file imports to run code of, by name. */
const modulesOf = (file: string): string[] =>
  [
    ...read(file)
      .replace(addressArithmetic, '')
      .matchAll(/^import (?!type )[^;]*?from '([^.'][^']*)'/gm),
  ].map(([, name = '']) => name);

/** Comparing addresses opens no socket. */
const addressArithmetic = /^import \{ (?:BlockList, )?isIP \} from 'node:net';$/gm;

const outside =
  /^(?:node:(?:http|https|http2|net|tls|dns|dgram|child_process|worker_threads)|playwright|@playwright\/test|undici)$/;

test('contract, checks, cases and verdict know no Playwright, no network and no processes', () => {
  const knowing = ['contract', 'checks', 'cases', 'verdict']
    .flatMap((folder) => filesIn(`helpers/${folder}`))
    .filter((file) => modulesOf(file).some((name) => outside.test(name)));
  expect(knowing).toEqual([]);
});

test('sockets and the request context are used in client alone', () => {
  const using = filesIn('helpers').filter(
    (file) =>
      layerOf(file) !== 'client' &&
      modulesOf(file).some((name) => /^(?:node:(?:https?|http2|net|tls|dns|dgram)|playwright|undici)$/.test(name)),
  );
  expect(using).toEqual([]);
});

test('process.env is read in one file', () => {
  const reading = filesIn('helpers').filter((file) => /process\.env\b(?! and)/.test(read(file)));
  expect(reading).toEqual(['helpers/config/environment.ts']);
});

test('every family is in the list of families', () => {
  const listed = importsOf('helpers/cases/index.ts');
  expect(
    filesIn('helpers/cases/families').filter((file) => / Family = /.test(read(file)) && !listed.includes(file)),
  ).toEqual([]);
});

test('ARCHITECTURE.md has at most 60 lines, names every folder and only files that exist', () => {
  const text = read('ARCHITECTURE.md');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  for (const entry of readdirSync(path.join(root, 'helpers'), { withFileTypes: true }))
    if (entry.isDirectory()) expect(text).toContain(`\`helpers/${entry.name}/\``);
  const named = [...text.matchAll(/`((?:helpers|tests|specs|sandbox)\/[\w./-]+|\.\w+\.json)`/g)].map(
    ([, name = '']) => name,
  );
  expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});
