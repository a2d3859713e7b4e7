import { isCode, type SourceFile } from '../source-tree';
import type { Violation, Wall } from '../wall';

const fileLinesMax = 300;

function linesOf({ text }: SourceFile): number {
  const lines = text.split('\n').length;
  return text.endsWith('\n') ? lines - 1 : lines;
}

function check(files: readonly SourceFile[]): Violation[] {
  return files
    .filter((file) => isCode(file.path) && linesOf(file) > fileLinesMax)
    .map((file) => ({
      path: file.path,
      message: `has ${linesOf(file)} lines; the limit is ${fileLinesMax}`,
    }));
}

export const shortFiles: Wall = {
  name: `no file over ${fileLinesMax} lines`,
  why: 'A short file can be read and understood as a whole.',
  check,
  refuses: {
    'one line too many': { 'gateway/server.ts': 'start();\n'.repeat(fileLinesMax + 1) },
    'a long test': { 'gateway/server.test.ts': 'start();\n'.repeat(fileLinesMax + 1) },
    'a last line without a line break': {
      'gateway/server.ts': `${'start();\n'.repeat(fileLinesMax)}stop();`,
    },
  },
  accepts: {
    'the maximum number of lines': { 'gateway/server.ts': 'start();\n'.repeat(fileLinesMax) },
    'a file that is not code': { 'package-lock.json': '\n'.repeat(fileLinesMax + 1) },
  },
};
