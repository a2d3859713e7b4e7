import { readFileSync } from 'node:fs';

/** @returns what a file of JSON has; null if there is no such file. */
export function readJsonIfThere(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
