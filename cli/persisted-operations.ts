import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../platform/process/repository-root';
import { clientDocumentFolders, clientManifestFile, operationsManifest } from './generate-manifest';

const help = `npm run persisted-operations [-- --documents FOLDER … --manifest FILE … --out FILE] [--check]

Writes the manifest of registered operations in the format of
@apollo/generate-persisted-query-manifest: every operation in the .graphql and .gql files below the
folders, as Apollo Client sends it, by the SHA-256 of its text.

  --documents FOLDER  may be repeated (${clientDocumentFolders.join(', ')})
  --manifest FILE     adds the operations of a manifest that Apollo's tool wrote; may be repeated
  --out FILE          the manifest (${clientManifestFile})
  --check             writes nothing; fails if the file is out of date

The gateway loads the operations from graphql.persistedOperations.manifest, and accepts no others
from clients whose policy is "registered".
`;

/** Without any input, the documents of the project's own clients. */
function foldersOf(documents: readonly string[] | undefined, manifests: readonly string[]) {
  if (documents) return documents;
  if (manifests.length > 0) return [];
  return clientDocumentFolders.map((folder) => path.join(repositoryRoot, folder));
}

function main(): void {
  const { values } = parseArgs({
    options: {
      documents: { type: 'string', multiple: true },
      manifest: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
      check: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const folders = foldersOf(values.documents, values.manifest);
  const file = values.out ?? path.join(repositoryRoot, clientManifestFile);
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Error(`The folder ${missing} does not exist.`);
  const manifest = operationsManifest(folders, values.manifest);
  const fresh = existsSync(file) && readFileSync(file, 'utf8') === manifest;
  if (values.check && !fresh) {
    throw new Error(`${file} is out of date. Run npm run persisted-operations.`);
  }
  if (!values.check && !fresh) writeFileSync(file, manifest);
  const { operations } = JSON.parse(manifest) as { operations: readonly unknown[] };
  process.stdout.write(`${operations.length} operations in ${file}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
