import { z } from 'zod';
import { isSignedBy } from './head-files';
import type { AuditKey } from './keys';

/** The signed facts about an export of the audit log. */
export interface ExportFacts {
  readonly at: string;
  readonly entries: number;
  /** The number and the hash of the newest entry, `NUMBER:HASH`; null for an empty log. */
  readonly head: string | null;
  /** SHA-256 of all lines before the signature, with their line feeds. */
  readonly sha256: string;
}

const purpose = 'audit-export-v1';

const signature = z.strictObject({
  signed: z.string(),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

/** The last line of an export. */
export type ExportSignature = z.output<typeof signature>;

const facts = z.tuple([
  z.literal(purpose),
  z.iso.datetime(),
  z.int().min(0),
  z.string().nullable(),
  z.string(),
]);

export function signedExport(key: AuditKey, exported: ExportFacts): ExportSignature {
  const { at, entries, head, sha256 } = exported;
  const signed = JSON.stringify([purpose, at, entries, head, sha256]);
  return { signed, keyId: key.id, publicKey: key.publicKey, signature: key.sign(signed) };
}

/**
 * @param line the last line of an export.
 * @returns what its key has signed; null if it is no such line, or the signature does not match.
 */
export function signedFacts(line: string): (ExportFacts & { readonly keyId: string }) | null {
  let parsed: ExportSignature;
  try {
    parsed = signature.parse(JSON.parse(line));
  } catch {
    // Cut, or not an export.
    return null;
  }
  const { signed, keyId, publicKey } = parsed;
  if (!isSignedBy(publicKey, keyId, signed, parsed.signature)) return null;
  const [, at, entries, head, sha256] = facts.parse(JSON.parse(signed));
  return { at, entries, head, sha256, keyId };
}
