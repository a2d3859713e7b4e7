import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The program that a page evaluates; the source that axe-core exports takes twice as long. */
export const axeProgram: string = readFileSync(
  createRequire(__filename).resolve('axe-core/axe.min.js'),
  'utf8',
);
