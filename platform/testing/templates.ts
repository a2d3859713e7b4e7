import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every folder below `prisma/` that has migrations has a template database of its own. */
export function templateFolders(root: string): string[] {
  const prisma = join(root, 'prisma');
  if (!existsSync(prisma)) return [];
  return readdirSync(prisma).filter((name) => existsSync(join(prisma, name, 'migrations')));
}

export function templateName(folder: string): string {
  return `template_${folder}`;
}

/** Numbered databases of the run's Redis. */
export const testDatabases = 512;
