import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDevice, replaceFile } from '../../platform/process/replace-file';
import { repositoryRoot } from '../../platform/process/repository-root';
import { clientDocumentFolders, clientManifestFile, operationsManifest } from './generate-manifest';

export interface ManifestOptions {
  /** Folders of documents. */
  readonly documents?: readonly string[];
  /** Manifests of Apollo's tool to include. */
  readonly manifest?: readonly string[];
  readonly out?: string;
  /** Whether to compare only, and write nothing. */
  readonly check?: true;
}

interface WrittenManifest {
  readonly file: string;
  readonly operations: number;
  /** False if the file was up to date. */
  readonly changed: boolean;
}

/** Uses the documents of the project's own clients if no input is given. */
function foldersOf({ documents, manifest = [] }: ManifestOptions): readonly string[] {
  if (documents) return documents;
  if (manifest.length > 0) return [];
  return clientDocumentFolders.map((folder) => path.join(repositoryRoot, folder));
}

/**
 * Writes the manifest unless it is up to date.
 * @throws Error with `check`, if the file is out of date.
 */
export function writeManifest(options: ManifestOptions): WrittenManifest {
  const folders = foldersOf(options);
  const file = options.out ?? path.join(repositoryRoot, clientManifestFile);
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Error(`The folder ${missing} does not exist.`);
  const manifest = operationsManifest(folders, options.manifest ?? []);
  const isFresh = !isDevice(file) && existsSync(file) && readFileSync(file, 'utf8') === manifest;
  if (options.check && !isFresh) {
    throw new Error(`${file} is out of date. Run orderprocessing persisted-operations.`);
  }
  if (!isFresh) replaceFile(file, manifest);
  const { operations } = JSON.parse(manifest) as { operations: readonly unknown[] };
  return { file, operations: operations.length, changed: !isFresh };
}
