// npm run build, also run by `npm ci`: generates the Prisma clients and the types of operations,
// compiles, and copies the other files that are read at run time. Steps whose input has not changed
// are skipped.
//   --for-generate  compiles only, also with type errors, which generated files may resolve
//   --unchecked     compiles what runs, file by file: tests and the types of packages are not read,
//                   which take most of a compilation. `npm ci` installs what was checked, and
//                   `npm test` tests it
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { buildClient } from './build-client.mjs';
import { buildDocuments } from './build-documents.mjs';
import { buildPages } from './build-pages.mjs';
import { digestOfFiles, whenChanged } from './source-digest.mjs';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const stepDeadlineMs = 300_000;

/** Folders that contain no source files to build. */
const foreign = ['node_modules', 'dist', 'coverage', 'test-results', '.data', '.git'];

class BuildError extends Error {}

const program = 'dist/cli/orderprocessing.js';
const isForGenerate = process.argv.includes('--for-generate');
const isUnchecked = process.argv.includes('--unchecked');
/** The exit code by which tsc says that there are errors, and the output was written. */
const writtenWithErrors = 2;

function entryOf(packageName, file) {
  try {
    return join(dirname(require.resolve(`${packageName}/package.json`)), file);
  } catch {
    return null;
  }
}

/**
 * Runs a Node program and shows its output if it fails, that is, with a code that is not allowed.
 */
async function run(what, args, cwd, allowed = [0]) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      ...process.env,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
      ASTRO_TELEMETRY_DISABLED: '1',
      // Astro would take it for the path of the website, over the setting, and links would break.
      BASE_URL: undefined,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: stepDeadlineMs,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output += text;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (!allowed.includes(code)) throw new BuildError(`${what} failed:\n${output.trim()}`);
}

/** Regenerates a client when its schema or the version of Prisma has changed. */
async function generateClient(schema, prisma) {
  const folder = dirname(schema);
  const version = readFileSync(join(dirname(dirname(prisma)), 'package.json'));
  const digest = createHash('sha256').update(readFileSync(schema)).update(version).digest('hex');
  const stamp = join(folder, 'generated', '.stamp');
  const client = join(folder, 'generated', 'client.ts');
  await whenChanged({ stamp, digest, outputs: [client] }, () =>
    run(`prisma generate in ${relative(root, folder)}`, [prisma, 'generate'], folder),
  );
}

function sources(pattern) {
  return globSync(pattern, {
    cwd: root,
    exclude: (path) => foreign.includes(path.split('/')[0]) || path.includes('node_modules'),
  });
}

function copyAssets() {
  const others = ['client/persisted-operations.json', 'config/flags.json'];
  for (const file of [...sources('**/*.graphql'), ...others]) {
    cpSync(join(root, file), join(root, 'dist', file), { preserveTimestamps: true });
  }
}

/** Output whose source was deleted would still be loaded and tested. */
function removeStale() {
  const compiled = globSync('**/*.{js,js.map,graphql}', {
    cwd: join(root, 'dist'),
    exclude: ['{packages,pages}/**'],
  });
  for (const file of compiled) {
    const source = file.replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(join(root, source))) rmSync(join(root, 'dist', file));
  }
}

/** Says which Node runs the project, if it is not the one that npm itself runs on. */
function explainNode() {
  const [, version] = /node\/v(\d+\.\d+\.\d+)/.exec(process.env.npm_config_user_agent ?? '') ?? [];
  if (version === undefined || `v${version}` === process.version) return;
  process.stdout.write(
    `npm runs on Node ${version}; its scripts run on Node ${process.versions.node}, which it has installed.\n`,
  );
}

/**
 * The name of the program for npx and shells. npm links programs of dependencies only; a `bin` in
 * package.json would make npx install this project into its cache.
 */
function linkProgram() {
  const link = join(root, 'node_modules', '.bin', 'orderprocessing');
  chmodSync(join(root, program), 0o755);
  rmSync(link, { force: true });
  symlinkSync(join('..', '..', program), link);
}

const modifiedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * `npm run dev` writes JavaScript without updating a record of what was compiled, and a source that
 * was reverted would be skipped. Deletes the record if such a source is newer.
 */
function deleteStaleRecord(record, files) {
  const recordedAt = modifiedAt(record);
  const isStale = files.some((file) => {
    const writtenAt = modifiedAt(join(root, 'dist', file.replace(/\.ts$/, '.js')));
    return writtenAt > recordedAt && modifiedAt(join(root, file)) > writtenAt;
  });
  if (isStale) rmSync(record, { force: true });
}

/** The compiler takes seconds to find that nothing has changed, and a digest takes half of one. */
async function compile(tsc) {
  const files = sources('**/*.ts');
  const stamp = join(root, 'dist', '.compiled.stamp');
  const records = ['.tsbuildinfo', '.unchecked.tsbuildinfo', '.compiled.stamp'];
  for (const record of records) deleteStaleRecord(join(root, 'dist', record), files);
  const allowed = isForGenerate ? [0, writtenWithErrors] : [0];
  const uncheckedConfig = 'tools/build/tsconfig.unchecked.json';
  const config = isUnchecked ? uncheckedConfig : 'tsconfig.json';
  const compiler = [tsc, '-p', config, '--pretty', 'false'];
  // The stamp does not say whether the types were checked.
  if (!isUnchecked) rmSync(stamp, { force: true });
  const digest = digestOfFiles(root, [...files, 'tsconfig.json', uncheckedConfig]);
  await whenChanged({ stamp, digest, outputs: [join(root, program)] }, () =>
    run('The compiler', compiler, root, allowed),
  );
}

async function build() {
  const prisma = entryOf('prisma', 'build/index.js');
  const tsc = entryOf('typescript-7', 'bin/tsc');
  const vite = entryOf('vite', 'bin/vite.js');
  const codegen = entryOf('@graphql-codegen/cli', 'esm/bin.js');
  if (prisma === null || tsc === null || vite === null || codegen === null) {
    if (!existsSync(join(root, program))) {
      throw new BuildError(
        'Building needs the development dependencies: run `npm ci` without --omit=dev.',
      );
    }
    process.stdout.write('No development dependencies installed: using dist/ unchanged.\n');
    return;
  }
  // config/subgraphs.ts is not compiled yet, so the subgraphs are found by their folders.
  const schemas = globSync('prisma/*/schema.prisma', { cwd: root });
  await Promise.all(schemas.map((schema) => generateClient(join(root, schema), prisma)));
  copyAssets();
  if (!isForGenerate) await buildDocuments(root, codegen, run);
  // What was compiled from a generated file that is still to be written is not stale.
  removeStale();
  if (!isForGenerate) {
    await buildClient(root, { vite: entryOf('vite', 'dist/node/index.js'), tsc }, run);
    await buildPages(root, vite, run);
  }
  await compile(tsc);
  linkProgram();
  explainNode();
}

try {
  await build();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
