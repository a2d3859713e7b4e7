import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../../platform/process/repository-root';

export const attributesFile = '.gitattributes';

const begin = '# Emitted by `npm run generate`, which writes this list; shown folded in reviews.\n';

const codegenSchema = z.object({ generates: z.record(z.string(), z.unknown()) });

/** The files that GraphQL Code Generator writes. */
export function codegenFiles(): string[] {
  const text = readFileSync(path.join(repositoryRoot, 'codegen.yml'), 'utf8');
  return Object.keys(codegenSchema.parse(parse(text)).generates);
}

/**
 * The attributes with a line for each generated file.
 * @throws Error if they have no place for the list.
 */
export function gitAttributes(attributes: string, generated: Iterable<string>): string {
  const end = attributes.indexOf(begin);
  if (end < 0) throw new Error(`${attributesFile} has no line "${begin.trim()}". Add it.`);
  const lines = [...generated].sort().map((name) => `${name} linguist-generated=true\n`);
  return attributes.slice(0, end) + begin + lines.join('');
}
