import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What a page evaluates; to load the source that axe-core exports takes 1.4 times the CPU. */
export const axeProgram: string = readFileSync(
  createRequire(__filename).resolve('axe-core/axe.min.js'),
  'utf8',
);
