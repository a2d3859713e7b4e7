import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { generateSecret } from '../../config/schema/secrets';

const ownerOnly = 0o600;

/**
 * Writes a new secret to a file that only its owner may read.
 * @throws Error if the file exists: what an existing secret encrypts would be lost with it.
 */
export function writeSecret(file: string): void {
  const opened = openSync(file, 'wx', ownerOnly);
  try {
    writeFileSync(opened, `${generateSecret()}\n`);
  } catch (error) {
    // Half a secret would be refused at a start, and keep the next call from writing a whole one.
    rmSync(file);
    throw error;
  } finally {
    closeSync(opened);
  }
}
