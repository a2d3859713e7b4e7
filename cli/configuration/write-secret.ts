import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { generateSecret } from '../../config/schema/secrets';
import { CommandError } from '../program/exit-codes';

const ownerOnly = 0o600;

/** @throws CommandError if the file exists: what an existing secret encrypts would be lost with it. */
function openNew(file: string): number {
  try {
    return openSync(file, 'wx', ownerOnly);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new CommandError(
      `${file} exists already, and was not changed: what its secret encrypts would be lost with it. Name another file.`,
    );
  }
}

/** Writes a new secret to a new file that only its owner may read. */
export function writeSecret(file: string): void {
  const opened = openNew(file);
  try {
    writeFileSync(opened, `${generateSecret()}\n`, { flush: true });
  } catch (error) {
    // Half a secret would be refused at a start, and keep the next call from writing a whole one.
    rmSync(file);
    throw error;
  } finally {
    closeSync(opened);
  }
}
