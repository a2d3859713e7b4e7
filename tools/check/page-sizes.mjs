// Fails if what a browser loads for the first view of a page is over its budget, compressed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const root = join(import.meta.dirname, '../..');

/** `entries` of Vite's manifest: the page, and the parts that it loads for its first view. */
const budgets = [
  { page: 'account', entries: ['index.html'], bytesMax: 9_000 },
  { page: 'console', entries: ['index.html', 'pages/orders/orders.tsx'], bytesMax: 200_000 },
];

/** The files of an entry and of everything that it imports at once. */
function filesOf(manifest, entry, seen = new Set()) {
  const { file, css = [], imports = [] } = manifest[entry] ?? {};
  if (file === undefined) throw new Error(`There is no ${entry} in the build.`);
  if (seen.has(file)) return seen;
  for (const name of [file, ...css]) seen.add(name);
  for (const imported of imports) filesOf(manifest, imported, seen);
  return seen;
}

function compressedBytes(folder, file) {
  const stored = join(folder, `${file}.br`);
  if (existsSync(stored)) return readFileSync(stored).length;
  return brotliCompressSync(readFileSync(join(folder, file))).length;
}

for (const { page, entries, bytesMax } of budgets) {
  const folder = join(root, 'dist', 'pages', page);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const files = new Set(entries.flatMap((entry) => [...filesOf(manifest, entry)]));
  const sizes = [...files].map((file) => [compressedBytes(folder, file), file]);
  const bytes = sizes.reduce((sum, [size]) => sum + size, 0);
  const budget = `${page}: ${bytes} of ${bytesMax} bytes for the first view, compressed`;
  console.log(budget);
  if (bytes <= bytesMax) continue;
  for (const [size, file] of sizes.sort(([a], [b]) => b - a)) console.log(`  ${size} ${file}`);
  process.exitCode = 1;
}
