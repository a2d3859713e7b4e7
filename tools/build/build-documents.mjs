// Writes the types of the operations that the client and the pages of web/ send, as codegen.yml says.
import { join } from 'node:path';
import { digestOf, whenChanged } from './source-digest.mjs';

const outputs = [
  'client/src/generated/operations.ts',
  'web/account/generated/operations.ts',
  'web/console/generated/documents.ts',
];

const sources = [
  'codegen.yml',
  'gateway/api.graphql',
  '{client,web/account,web/console}/documents/**/*.graphql',
  'tools/generate/operations-plugin.mjs',
];

/** @param run runs a Node program: `run(what, args, cwd)`. */
export async function buildDocuments(root, codegen, run) {
  const built = {
    stamp: join(root, 'dist', '.documents.stamp'),
    digest: digestOf(root, sources),
    outputs: outputs.map((file) => join(root, file)),
  };
  await whenChanged(built, () =>
    run('Writing the types of operations', [codegen, '--config', 'codegen.yml'], root),
  );
}
