import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import ts from 'typescript';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { CompilerAnswer, CompilerRequest, Emitted } from './messages';

/**
 * The worker thread that compiles for `npm run dev`. Writing JavaScript takes milliseconds, checking
 * types up to a second, so they are separate requests.
 */

/** The code that runs. Tests are left to `npm run check`. */
const entries = ['tools/dev/program.ts', 'payments/sandbox/main.ts'];

const inRoot = (file: string): string => path.join(repositoryRoot, file);

function readOptions(): { options: ts.CompilerOptions; rootNames: string[] } {
  const read = ts.getParsedCommandLineOfConfigFile(
    inRoot('tsconfig.json'),
    { noEmit: true, incremental: false, tsBuildInfoFile: undefined },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (fault) => fail(textOf(fault)) },
  );
  const declarations = read?.fileNames.filter((file) => file.endsWith('.d.ts')) ?? [];
  return { options: read?.options ?? {}, rootNames: [...entries.map(inRoot), ...declarations] };
}

function fail(text: string): never {
  throw new Error(text);
}

function textOf({ file, start, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  if (!file) return text;
  const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0);
  const name = path.relative(repositoryRoot, file.fileName);
  return `${name}:${line + 1}:${character + 1} ${text}`;
}

const { options, rootNames } = readOptions();
const emitOptions: ts.CompilerOptions = { ...options, noEmit: false };
const sourceFiles = new Map<string, ts.SourceFile | undefined>();
const host = ts.createIncrementalCompilerHost(options);
const parseSourceFile = host.getSourceFile.bind(host);
host.getSourceFile = (file, ...rest) => {
  if (!sourceFiles.has(file)) sourceFiles.set(file, parseSourceFile(file, ...rest));
  return sourceFiles.get(file);
};

let checked: ts.SemanticDiagnosticsBuilderProgram | undefined;
let isClean = false;

/** The second check warms up the incremental path of the compiler. */
function checkTwice(): string[] {
  check();
  for (const entry of entries) sourceFiles.delete(inRoot(entry));
  return check();
}

function check(): string[] {
  checked = ts.createSemanticDiagnosticsBuilderProgram(rootNames, options, host, checked);
  const errors = [
    ...checked.getConfigFileParsingDiagnostics(),
    ...checked.getGlobalDiagnostics(),
    ...checked.getSyntacticDiagnostics(),
    ...checked.getSemanticDiagnostics(),
  ].map(textOf);
  isClean = errors.length === 0;
  return errors;
}

/** @returns the syntax errors. */
function write(file: string): string[] {
  const compiled = path.join(repositoryRoot, 'dist', file.replace(/\.ts$/, '.js'));
  sourceFiles.delete(inRoot(file));
  let text: string;
  try {
    text = readFileSync(inRoot(file), 'utf8');
  } catch {
    for (const output of [compiled, `${compiled}.map`]) rmSync(output, { force: true });
    return [];
  }
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: inRoot(file),
    compilerOptions: emitOptions,
    reportDiagnostics: true,
  });
  if (diagnostics && diagnostics.length > 0) return diagnostics.map(textOf);
  mkdirSync(path.dirname(compiled), { recursive: true });
  writeFileSync(compiled, outputText);
  if (sourceMapText !== undefined) writeFileSync(`${compiled}.map`, sourceMapText);
  return [];
}

function emit(files: readonly string[]): Emitted {
  // While there are errors, an unknown file may be the one that an import is missing.
  const isRun = !isClean || files.some((file) => checked?.getProgram().getSourceFile(inRoot(file)));
  return { isRun, errors: files.flatMap(write) };
}

parentPort?.on('message', (request: CompilerRequest) => {
  const answer: CompilerAnswer =
    'emit' in request
      ? { emitted: emit(request.emit) }
      : { checked: checked ? check() : checkTwice() };
  parentPort?.postMessage(answer);
});
