import path from 'node:path';
import ts from 'typescript';
import type { RenderedObject } from './render';

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.Node20,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** A module that TypeScript accepts only if each object has its type, without other fields. */
const sourceOf = (objects: readonly RenderedObject[]): string =>
  [
    "import type { ObjectTypes } from './object-types';",
    ...objects.map((object, place) => {
      const type = JSON.stringify(`${object.apiVersion} ${object.kind}`);
      return `export const object${place}: ObjectTypes[${type}] = ${JSON.stringify(object)};`;
    }),
  ].join('\n');

/** What TypeScript finds wrong with the objects, each with the name of its object. */
export function typeFaults(objects: readonly RenderedObject[]): string[] {
  const file = path.join(__dirname, 'rendered-objects.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  const source = ts.createSourceFile(file, sourceOf(objects), ts.ScriptTarget.ES2024);
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? source : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start = 0 }) => {
    const line = source.getLineAndCharacterOfPosition(start).line;
    const { kind, metadata } = objects[line - 1] ?? { kind: 'import', metadata: { name: '' } };
    return `${kind} ${metadata.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
