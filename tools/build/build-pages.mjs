// Builds the web pages that the gateway serves into dist/pages/<name>.
import { cpSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { digestOf, whenChanged } from './source-digest.mjs';

const bestQuality = 11;
/** 9 would take 7 s for the documentation instead of one, and save 1 % of its bytes. */
const defaultQuality = 6;

/**
 * `config` of Vite, a `program` of its own, which writes to dist/pages/<name>, or `files` that are
 * copied; `sources` that the result depends on; `compressionQuality` of Brotli.
 */
const pages = [
  { name: 'theme', files: 'web/theme/*.{css,svg}', sources: ['web/theme/*'] },
  {
    name: 'explorer',
    config: 'web/explorer/vite.config.mjs',
    sources: ['web/{explorer,theme}/**/*'],
  },
  {
    name: 'console',
    config: 'web/console/vite.config.mjs',
    sources: ['web/{console,theme}/**/*', 'client/src/**/*.ts'],
    compressionQuality: bestQuality,
  },
  {
    name: 'docs',
    program: 'web/docs-site/build.mjs',
    sources: [
      'web/{docs-site,theme}/**/*',
      'docs/**/*.{md,svg,yaml}',
      'client/{src,documents}/**/*',
      '{CHANGELOG,SECURITY}.md',
      '{client,examples/*,ops/*}/README.md',
      'gateway/api.graphql',
    ],
  },
  {
    name: 'shop',
    config: 'examples/web/vite.config.mjs',
    sources: ['examples/web/**/*', 'web/theme/*', 'client/src/**/*.ts'],
  },
  {
    name: 'account',
    config: 'web/account/vite.config.mjs',
    sources: [
      'web/{account,theme}/**/*',
      'web/console/api/{listeners,tab-session}.ts',
      'client/src/**/*.ts',
    ],
    compressionQuality: bestQuality,
  },
];

/** Smaller files are not worth a second version. */
const compressedBytesMin = 1_024;
const compressible = /\.(css|html|js|json|md|mjs|svg|txt|xml|yaml)$/;

/** Writes a version compressed with Brotli beside each file, which costs nothing per request. */
export function compressFiles(folder, quality = defaultQuality) {
  for (const name of globSync('**/*', { cwd: folder })) {
    const file = join(folder, name);
    if (!compressible.test(name) || statSync(file).size < compressedBytesMin) continue;
    const text = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
    writeFileSync(`${file}.br`, brotliCompressSync(text, { params }));
  }
}

function copyFiles(pattern, folder) {
  rmSync(folder, { recursive: true, force: true });
  for (const file of globSync(pattern)) cpSync(file, join(folder, basename(file)));
}

/**
 * Builds each page again whose sources or installed packages have changed.
 * @param run runs a Node program: `run(what, args, cwd)`.
 */
export async function buildPages(root, vite, run) {
  for (const { name, config, program, files, sources, compressionQuality } of pages) {
    const folder = join(root, 'dist', 'pages', name);
    const stamp = join(root, 'dist', 'pages', `.${name}.stamp`);
    const args = program ? ['--preserve-symlinks', program] : [vite, 'build', '--config', config];
    await whenChanged({ stamp, digest: digestOf(root, sources) }, async () => {
      if (files) copyFiles(join(root, files), folder);
      else await run(`The build of ${name}`, args, root);
      compressFiles(folder, compressionQuality);
    });
  }
}
