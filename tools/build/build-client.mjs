// Builds the package of client/ into dist/packages/client, from where it is packed.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digestOf, whenChanged } from './source-digest.mjs';

const sources = ['client/src/**/*.ts', 'client/*.{json,md}', 'tools/build/build-client.mjs'];

/** ESM resolves files with their ending only, also those of types. */
function writeModuleTypes(folder) {
  for (const name of globSync('**/*.d.ts', { cwd: folder })) {
    const text = readFileSync(join(folder, name), 'utf8');
    const withEndings = text.replace(/from '(\.\.?\/[\w/-]+)'/g, "from '$1.mjs'");
    writeFileSync(join(folder, name.replace(/\.d\.ts$/, '.d.mts')), withEndings);
  }
}

async function bundle(vite, root, folder) {
  const { build } = await import(pathToFileURL(vite));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'client'),
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      lib: {
        entry: 'src/index.ts',
        formats: ['es', 'cjs'],
        fileName: (format) => (format === 'es' ? 'index.mjs' : 'index.js'),
      },
    },
  });
}

/** @param run runs a Node program: `run(what, args, cwd)`. */
export async function buildClient(root, { vite, tsc }, run) {
  const folder = join(root, 'dist', 'packages', 'client');
  const stamp = join(root, 'dist', 'packages', '.client.stamp');
  await whenChanged({ stamp, digest: digestOf(root, sources) }, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run('The compiler of the client', [tsc, '-p', 'client', '--outDir', folder], root);
    writeModuleTypes(folder);
    await bundle(vite, root, folder);
    for (const file of ['client/package.json', 'client/README.md', 'LICENSE']) {
      cpSync(join(root, file), join(folder, file.split('/').at(-1)));
    }
  });
}
