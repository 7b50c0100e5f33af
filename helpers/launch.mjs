/**
 * Runs a command of `helpers/commands/` from JavaScript that is compiled once: `node helpers/launch.mjs conformance [args…]`.
 * The process and its workers then load a few files instead of transforming some hundred. Plain JavaScript, because it is what
 * runs before there is a compiler; without a place to write to, the command is run by tsx as it stands.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const cache = path.join(root, '.cache', 'compiled');
/** Compiled code that nobody has used for so long is removed. */
const keptMs = 24 * 3_600_000;

/** @returns {string[]} paths below the root, with `/` between folders */
function sources() {
  const below = (folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  const ownTests = /^tests\/(?:(?:unit|e2e|browser|soak|bench)\/|playwright\.config\.ts$)/;
  return [...below('helpers'), ...below('sandbox'), ...below('tests').filter((file) => !ownTests.test(file))]
    .concat('playwright.config.ts')
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** The commands, and what the processes of a run import by path; the rest comes with it. */
const isEntry = (file) =>
  /^(?:helpers\/commands\/[^/]+|playwright\.config|tests\/contract\.spec|tests\/[^/]+\/index|helpers\/report\/(?:allure-)?reporter|helpers\/commands\/playwright\/setup)\.ts$/.test(
    file,
  );

/** What npm writes whenever it installs something: parts of packages are compiled with the rest. */
const installedPackages = 'node_modules/.package-lock.json';

/** Packages that stay as they are: Playwright knows its own files, and the others are loaded by few or are many files of their own. */
const external = [
  'playwright',
  '@playwright/*',
  'allure*',
  'fastify',
  '@fastify/*',
  '@apidevtools/*',
  'esbuild',
  'tsx',
];

/** Compiles what the commands need, unless it is compiled already. Returns the folder. */
async function compiled() {
  const files = sources();
  const hash = createHash('sha1').update(`${process.version}\n`);
  for (const file of [...files, 'helpers/launch.mjs', installedPackages]) {
    const { mtimeMs, size } = statSync(path.join(root, file), { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  const folder = path.join(cache, hash.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  removeOld();
  const { build, stop } = await import('esbuild');
  const draft = `${folder}.${process.pid}`;
  await build({
    absWorkingDir: root,
    entryPoints: files.filter((file) => isEntry(file)),
    outdir: draft,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    external,
    // What packages in CommonJS ask for.
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  // Its own process would stay until this one ends.
  await stop();
  try {
    renameSync(draft, folder);
  } catch {
    // Another process was faster.
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function removeOld() {
  for (const name of readdirSync(cache)) {
    const place = path.join(cache, name);
    if (Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > keptMs)
      rmSync(place, { recursive: true, force: true });
  }
}

// From version 22 on Node.js keeps what V8 made of the code, for this process and those that it starts.
process.env.NODE_COMPILE_CACHE ??= path.join(root, '.cache', 'node');
module.enableCompileCache?.();

// Nothing is left to do. Without this Node.js closes what is open by itself, and version 20 never ends where a connection through a
// proxy is half closed.
process.on('beforeExit', () => process.exit());

const [command = '', ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length - 1, path.join(root, `helpers/commands/${command}.ts`), ...args);
let entry;
try {
  entry = path.join(await compiled(), `helpers/commands/${command}.mjs`);
} catch {
  await import('tsx');
  entry = path.join(root, `helpers/commands/${command}.ts`);
}
await import(pathToFileURL(entry).href);
