import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { ExportSignature } from '../../platform/audit/export';
import type { ServiceCall } from '../../platform/graphql/service-call';
import { callAudit } from './call';

export interface AuditExport {
  readonly file: string;
  readonly entries: number;
  readonly head: string | null;
  readonly sha256: string;
  readonly keyId: string;
}

interface Piece {
  readonly lines: readonly string[];
  readonly next: string | null;
  readonly head: string | null;
}

const ownerOnly = 0o600;

const auditExport = `query ($after: ID) {
  piece: auditExport(after: $after) { lines next head }
}`;
const signAuditExport = `query ($entries: Int!, $head: String, $sha256: String!) {
  signature: signAuditExport(entries: $entries, head: $head, sha256: $sha256) {
    signed keyId publicKey signature
  }
}`;

async function writeTo(
  output: FileHandle,
  users: ServiceCall,
  signal: AbortSignal,
): Promise<Omit<AuditExport, 'file'>> {
  const digest = createHash('sha256');
  let entries = 0;
  let head: string | null = null;
  let after: string | null = null;
  do {
    signal.throwIfAborted();
    const { piece }: { piece: Piece } = await callAudit(users, auditExport, { after });
    const text = piece.lines.map((line) => `${line}\n`).join('');
    digest.update(text);
    await output.writeFile(text);
    entries += piece.lines.length;
    head = piece.head ?? head;
    after = piece.next;
  } while (after !== null);
  const sha256 = digest.digest('hex');
  const { signature } = await callAudit<{ signature: ExportSignature }>(users, signAuditExport, {
    entries,
    head,
    sha256,
  });
  await output.writeFile(`${JSON.stringify(signature)}\n`);
  await output.sync();
  return { entries, head, sha256, keyId: signature.keyId };
}

/**
 * Writes the audit log to a new file: a line an entry, and a signature. A call that fails or is
 * stopped deletes the file, so that it can be called again.
 * @throws Error if the file exists.
 */
export async function exportAuditLog(
  users: ServiceCall,
  file: string,
  signal: AbortSignal,
): Promise<AuditExport> {
  const output = await open(file, 'wx', ownerOnly);
  try {
    return { file, ...(await writeTo(output, users, signal)) };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await output.close();
  }
}
