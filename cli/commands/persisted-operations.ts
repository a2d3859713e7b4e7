import { counted } from '../../platform/values/counted';
import { repeated } from '../program/arguments';
import { newCommand } from '../program/new-command';
import { printResult } from '../program/results';

export const persistedOperationsCommand = () =>
  newCommand('persisted-operations', {
    summary: 'Write the manifest of registered operations',
    description: [
      'Writes every operation in the .graphql and .gql files below the folders, as Apollo Client sends it, by the SHA-256 of its text, in the format of @apollo/generate-persisted-query-manifest.',
      'The gateway loads the operations from graphql.persistedOperations.manifest, and accepts no others from clients whose policy is "registered".',
    ],
    examples: [
      ['', "writes the manifest of the project's own clients"],
      ['--documents app/src --out manifest.json', 'writes the manifest of another client'],
      ['--check', 'fails if the committed manifest is out of date'],
    ],
    json: '{ file, operations, changed }',
    exitCodes: { 1: 'failed, or with --check: the file is out of date' },
  })
    .option(
      '--documents <folder>',
      "a folder of documents; may be repeated (default: those of the project's own clients)",
      repeated,
    )
    .option(
      '--manifest <file>',
      "adds the operations of a manifest that Apollo's tool wrote; may be repeated",
      repeated,
    )
    .option('--out <file>', "the manifest to write (default: that of the project's own clients)")
    .option('--check', 'writes nothing; fails if the file is out of date')
    .action(async (options) => {
      const { writeManifest } = await import('../persisted-operations/write-manifest.js');
      const written = writeManifest(options);
      const operations = counted(written.operations, 'operation');
      const unchanged = written.changed ? '' : ', as before. Nothing was changed.';
      printResult(options, written, `${operations} in ${written.file}${unchanged}\n`);
    });
