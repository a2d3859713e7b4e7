// Writes the types of the operations that the client and the console send, as codegen.yml says.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from './source-digest.mjs';

const outputs = ['client/src/generated/operations.ts', 'web/console/generated/documents.ts'];

const sources = [
  'codegen.yml',
  'gateway/api.graphql',
  '{client,web/console}/documents/**/*.graphql',
  'tools/generate/operations-plugin.mjs',
];

/** @param run runs a Node program: `run(what, args, cwd)`. */
export async function buildDocuments(root, codegen, run) {
  const stamp = join(root, 'dist', '.documents.stamp');
  const digest = digestOf(root, sources);
  const isThere = [stamp, ...outputs.map((file) => join(root, file))].every((file) =>
    existsSync(file),
  );
  if (isThere && readFileSync(stamp, 'utf8') === digest) return;
  await run('Writing the types of operations', [codegen, '--config', 'codegen.yml'], root);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}
