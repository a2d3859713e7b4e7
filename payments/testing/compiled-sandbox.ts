import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const compileDeadlineMs = 50_000;
const root = path.join(__dirname, '..', '..');

export interface CompiledSandbox {
  /** The compiled `main.js`. */
  entry: string;
  remove: () => Promise<void>;
}

/**
 * Compiles the current sandbox, so that tests of the process never run an older build. The output
 * is inside node_modules, so that the compiled code finds its packages.
 */
export async function compileSandbox(): Promise<CompiledSandbox> {
  const cache = path.join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'payment-sandbox-'));
  const config = path.join(folder, 'tsconfig.json');
  const compilerOptions = {
    rootDir: root,
    outDir: folder,
    incremental: false,
    tsBuildInfoFile: null,
    noCheck: true,
    typeRoots: [path.join(root, 'node_modules', '@types')],
  };
  await writeFile(
    config,
    JSON.stringify({
      extends: path.join(root, 'tsconfig.json'),
      compilerOptions,
      include: [],
      files: [path.join(root, 'payments', 'sandbox', 'main.ts')],
    }),
  );
  const compiler = require.resolve('typescript/lib/tsc.js');
  await promisify(execFile)(process.execPath, [compiler, '-p', config], {
    timeout: compileDeadlineMs,
  });
  // The nearest package.json decides how Node reads the files.
  await writeFile(path.join(folder, 'package.json'), '{"type":"commonjs"}');
  return {
    entry: path.join(folder, 'payments', 'sandbox', 'main.js'),
    remove: () => rm(folder, { recursive: true }),
  };
}
