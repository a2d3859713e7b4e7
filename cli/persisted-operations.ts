import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { clientDocumentFolders, clientManifestFile, operationsManifest } from './generate-manifest';
import { repositoryRoot } from './repository-root';

const help = `npm run persisted-operations [-- --documents FOLDER … --out FILE] [--check]

Writes the manifest of registered operations (the format of @apollo/persisted-query-lists): every
operation of the .graphql files below the folders, under the SHA-256 of its text.

  --documents FOLDER  may be given several times; ${clientDocumentFolders.join(', ')} without
  --out FILE          ${clientManifestFile} without
  --check             writes nothing; fails where the file is not what the documents say

The gateway knows the operations of graphql.persistedOperations.manifest without ever having been
sent them, and takes no others from clients whose policy is "registered".
`;

function main(): void {
  const { values } = parseArgs({
    options: {
      documents: { type: 'string', multiple: true },
      out: { type: 'string' },
      check: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const folders =
    values.documents ?? clientDocumentFolders.map((folder) => path.join(repositoryRoot, folder));
  const file = values.out ?? path.join(repositoryRoot, clientManifestFile);
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Error(`There is no folder ${missing}.`);
  const manifest = operationsManifest(folders);
  const fresh = existsSync(file) && readFileSync(file, 'utf8') === manifest;
  if (values.check && !fresh) throw new Error(`${file} is not what the documents say.`);
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
