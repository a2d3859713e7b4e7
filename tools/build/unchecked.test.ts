import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const config = path.join(__dirname, 'tsconfig.unchecked.json');
const root = path.join(__dirname, '../..');

/** A relative path of an import that is not erased. */
const imported = /^(?:import|export)\b(?! type)[^;]*?\bfrom '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

test('npm ci compiles each file that a compiled one imports, as it follows no imports', () => {
  const { fileNames, errors } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    __dirname,
  );
  expect(errors).toEqual([]);
  const compiled = new Set(fileNames);
  // What is not on the disk is an import within a text. No build copies scripts, so only tests import
  // them.
  const isMissing = (file: string) =>
    existsSync(file) && !file.endsWith('.mjs') && !compiled.has(file);
  const missing = fileNames.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(imported)]
      .map(([, fixed, loaded]) => path.join(path.dirname(file), fixed ?? loaded ?? ''))
      .flatMap((target) =>
        path.extname(target) === ''
          ? [`${target}.ts`, `${target}/index.ts`]
          : [target.replace(/\.js$/, '.ts')],
      )
      .filter(isMissing)
      .map((target) => `${path.relative(root, file)}: ${path.relative(root, target)}`),
  );
  expect(fileNames.length).toBeGreaterThan(1_000);
  expect(missing).toEqual([]);
});
