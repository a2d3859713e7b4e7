import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keySeal, sealedParts, sealKeyBytes } from '../encryption/sealed-bytes';
import { replaceFile } from '../process/replace-file';

const saltBytes = 16;
/** The owner of sealed files is empty: there is no other place that they could be moved to. */
const noOwner = '';
const ownerOnly = 0o600;

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const sealedSchema = z.object({ salt: base64, nonce: base64, tag: base64, text: base64 });
const filesSchema = z.record(z.string(), z.string());
const storedSchema = z.union([z.object({ files: filesSchema }), sealedSchema]);

const sealOf = (secret: string, salt: Buffer) => keySeal(scryptSync(secret, salt, sealKeyBytes));

function seal(text: string, secret: string) {
  const salt = randomBytes(saltBytes);
  const parts = { salt, ...sealedParts(sealOf(secret, salt).seal(Buffer.from(text), noOwner)) };
  return Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]),
  );
}

function unseal({ salt, nonce, tag, text }: z.output<typeof sealedSchema>, secret: string): string {
  const opened = sealOf(secret, salt).open(Buffer.concat([nonce, tag, text]), noOwner);
  if (opened === null) throw new Error('The backup was encrypted with another secret.');
  return opened.toString();
}

/**
 * Copies small files of a folder into one file, encrypted if there is a secret: the secrets and the
 * password that a restored cluster needs.
 */
export function sealFiles(
  folder: string,
  names: readonly string[],
  file: string,
  secret: string | null,
): void {
  const present = names.filter((name) => existsSync(join(folder, name)));
  const files = Object.fromEntries(
    present.map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const stored = secret === null ? { files } : seal(JSON.stringify(files), secret);
  replaceFile(file, JSON.stringify(stored), ownerOnly);
}

export interface Unsealed {
  /** The names of the files that were written. */
  readonly written: readonly string[];
  /** The names of those that the folder has with another text, which stay. */
  readonly different: readonly string[];
}

/**
 * Writes the files of `sealFiles` that the folder lacks.
 * @param names those that may be written.
 * @throws Error if they were encrypted with another secret.
 */
export function unsealMissing(
  file: string,
  folder: string,
  secret: string | null,
  names: readonly string[],
): Unsealed {
  const written: string[] = [];
  const different: string[] = [];
  if (!existsSync(file)) return { written, different };
  const stored = storedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (!('files' in stored) && secret === null) {
    throw new Error('The backup is encrypted: set backups.encryptionSecret.');
  }
  const files =
    'files' in stored ? stored.files : filesSchema.parse(JSON.parse(unseal(stored, secret ?? '')));
  for (const [name, text] of Object.entries(files)) {
    if (!names.includes(name)) continue;
    const own = join(folder, name);
    if (!existsSync(own)) {
      replaceFile(own, text, ownerOnly);
      written.push(name);
    } else if (readFileSync(own, 'utf8') !== text) different.push(name);
  }
  return { written, different };
}
