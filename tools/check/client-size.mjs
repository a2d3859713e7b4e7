// How much the package of client/ adds to a page, and what it imports: it must import nothing.
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
/** 10 KiB for all that the package exports, minified and compressed with Brotli. */
const bytesMax = 10_240;

const { output } = await build({
  configFile: false,
  logLevel: 'error',
  root: join(root, 'client'),
  build: {
    write: false,
    target: 'es2022',
    minify: true,
    rollupOptions: { input: 'src/index.ts', preserveEntrySignatures: 'strict' },
    modulePreload: false,
  },
});
const [chunk, ...others] = output;
const imports = [...chunk.imports, ...chunk.dynamicImports, ...others.map((each) => each.fileName)];
const bytes = brotliCompressSync(chunk.code).length;
if (imports.length > 0) {
  console.error(`The client must have no dependency, and imports ${imports.join(', ')}.`);
  process.exitCode = 1;
}
const verdict = `The client has ${bytes} of ${bytesMax} bytes (Brotli).`;
if (bytes > bytesMax) {
  console.error(verdict);
  process.exitCode = 1;
} else console.log(verdict);
