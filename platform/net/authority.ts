import { readFileSync } from 'node:fs';

/**
 * The certificates of the authority that a link trusts instead of the well-known ones; undefined
 * without a file.
 * @throws Error with one sentence that names the file.
 */
export function readAuthority(file: string | null): string | undefined {
  if (file === null) return undefined;
  try {
    // OpenSSL sees no certificate behind a byte order mark, which `trim` removes.
    const pem = readFileSync(file, 'utf8').trim();
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The certificate file ${file} cannot be read (${code}).`, { cause: error });
  }
  throw new Error(`${file} contains no certificate in PEM format.`);
}
