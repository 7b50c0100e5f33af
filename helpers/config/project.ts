/** Where the project is, and where the code of this process is: beside it as TypeScript, or compiled in its cache. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Folder of package.json and specs/. */
export const projectRoot = rootAbove(import.meta.dirname);

/** Folder of `helpers/commands/launch.mjs`' compiled code, where this is it; the project otherwise. */
const codeRoot = codeRootOf(path.relative(projectRoot, import.meta.dirname).split(path.sep));

/** True where this code was compiled. */
export const isCompiled = codeRoot !== projectRoot;

/** The file of a module of this project, by its path from the root without extension: to be imported by path. */
export const moduleFile = (name: string): string => path.join(codeRoot, `${name}${isCompiled ? '.mjs' : '.ts'}`);

/** Folder of the modules of this project: `moduleFolder('tests')`. */
export const moduleFolder = (name: string): string => path.join(codeRoot, name);

function rootAbove(folder: string): string {
  if (existsSync(path.join(folder, 'specs')) && existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error('no package.json with specs/ beside it');
  return rootAbove(above);
}

/** `.cache/compiled/<key>` of a compiled module. */
function codeRootOf([cache, compiled, key = '']: readonly string[]): string {
  return cache === '.cache' && compiled === 'compiled' ? path.join(projectRoot, cache, compiled, key) : projectRoot;
}
