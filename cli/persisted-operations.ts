import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../platform/process/repository-root';
import { clientDocumentFolders, clientManifestFile, operationsManifest } from './generate-manifest';

const help = `npm run persisted-operations [-- --documents FOLDER … --out FILE] [--check]

Writes the manifest of registered operations in the format of @apollo/persisted-query-lists: every
operation in the .graphql files below the folders, by the SHA-256 of its text.

  --documents FOLDER  may be repeated (${clientDocumentFolders.join(', ')})
  --out FILE          the manifest (${clientManifestFile})
  --check             writes nothing; fails if the file is out of date

The gateway loads the operations from graphql.persistedOperations.manifest, and accepts no others
from clients whose policy is "registered".
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
  if (missing !== undefined) throw new Error(`The folder ${missing} does not exist.`);
  const manifest = operationsManifest(folders);
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
