import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StaticFiles } from './static-files';

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
  readonly files: StaticFiles;
  /** The script of the page, and its style sheet. */
  readonly script: string;
  readonly style: string;
}

/** @throws Error if the explorer is not built. */
export function explorerFiles(): ExplorerFiles {
  const files = new StaticFiles('explorer');
  const manifest = manifestSchema.parse(
    JSON.parse(readFileSync(path.join(files.folder, 'manifest.json'), 'utf8')),
  );
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  const style = Object.values(manifest).find(({ file }) => file.endsWith('.css'));
  if (!entry || !style) throw new Error('The build of the explorer is not complete.');
  return { files, script: entry.file, style: style.file };
}
