// Lets a child process of a test require our TypeScript as it stands, without a build that may be
// older than the sources. What a source was compiled to is kept: the compiler alone takes a second
// of CPU to load and to compile what a program requires.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('typescript/package.json');

const cache = join(__dirname, '../../node_modules/.cache/typescript-hook');

const compile = (source, fileName) => {
  const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');
  return transpileModule(source, {
    fileName,
    compilerOptions: {
      module: ModuleKind.CommonJS,
      target: ScriptTarget.ES2023,
      esModuleInterop: true,
      experimentalDecorators: true,
      useDefineForClassFields: false,
    },
  }).outputText;
};

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
};

/**
 * Returns compiled code from a cache. Its key is the hash of the source and of this file, which has
 * the options of the compiler.
 */
const compiled = (source, fileName) => {
  const hash = createHash('sha256').update(version).update(ownSource).update(source);
  const file = join(cache, `${hash.digest('hex')}.js`);
  const known = read(file);
  if (known !== null) return known;
  const output = compile(source, fileName);
  mkdirSync(cache, { recursive: true });
  // Programs that start at the same time each write a whole file.
  writeFileSync(`${file}.${process.pid}`, output);
  renameSync(`${file}.${process.pid}`, file);
  return output;
};

const ownSource = readFileSync(__filename);

require.extensions['.ts'] = (module, fileName) => {
  module._compile(compiled(readFileSync(fileName, 'utf8'), fileName), fileName);
};
