import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The address of the explorer's files, which its build knows as well. */
export const explorerFilesPath = '/graphql/explorer/';

const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
  }),
);

export interface ExplorerFiles {
  readonly folder: string;
  /** The script of the page, and its style sheet. */
  readonly script: string;
  readonly style: string;
  /** Every file by its name in the address. */
  readonly names: ReadonlySet<string>;
}

/** The build is in dist/, beside the compiled gateway or below its sources. */
function builtFolder(): string {
  const folders = ['../../explorer/files', '../../dist/explorer/files'];
  const found = folders.map((folder) => path.join(__dirname, folder)).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    'The explorer is not built: run `npm run build`, or set graphql.explorer to false.',
  );
}

/** @throws Error if the explorer is not built. */
export function explorerFiles(): ExplorerFiles {
  const folder = builtFolder();
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')),
  );
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  const style = Object.values(manifest).find(({ file }) => file.endsWith('.css'));
  if (!entry || !style) throw new Error('The build of the explorer is not complete.');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .map((name) => name.replaceAll(path.sep, '/'));
  return { folder, script: entry.file, style: style.file, names: new Set(names) };
}
