import { writeFileSync } from 'node:fs';
import { generateSecret } from '../../config/schema/secrets';

const ownerOnly = 0o600;

/**
 * Writes a new secret to a file that only its owner may read.
 * @throws Error if the file exists: what an existing secret encrypts would be lost with it.
 */
export function writeSecret(file: string): void {
  writeFileSync(file, `${generateSecret()}\n`, { mode: ownerOnly, flag: 'wx' });
}
