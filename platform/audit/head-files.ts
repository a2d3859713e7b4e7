import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createFolder } from '../files/make-folder';
import { replaceFile } from '../process/replace-file';
import { type ChainHead, headText } from './chain';
import { type AuditKey, auditKeyId } from './keys';

/** Folder of published heads. */
export const auditHeadsFolderOf = (dataFolder: string): string =>
  path.join(dataFolder, 'audit-heads');
const filePattern = /^\d{4}-\d\d-\d\d\.json$/;
const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;
const dateCharacters = 10;

const publishedHead = z.object({
  at: z.iso.datetime(),
  head: z.string().regex(/^\d{1,18}:[0-9a-f]{64}$/),
  keyId: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

/** The newest link of the chain at a time, signed. */
export type PublishedHead = z.output<typeof publishedHead>;

const signedText = (at: string, head: string): string =>
  JSON.stringify(['audit-head-v1', at, head]);

export function signHead(key: AuditKey, head: ChainHead, at: string): PublishedHead {
  const text = headText(head);
  const signature = key.sign(signedText(at, text));
  return { at, head: text, keyId: key.id, publicKey: key.publicKey, signature };
}

/** Whether the public key is the named one, and signed the text. */
export function isSignedBy(
  publicKeyPem: string,
  keyId: string,
  text: string,
  signature: string,
): boolean {
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey(publicKeyPem);
  } catch {
    // The text is not a public key.
    return false;
  }
  const bytes = Buffer.from(signature, 'base64');
  return auditKeyId(publicKey) === keyId && verify(null, Buffer.from(text), publicKey, bytes);
}

export const isSignedHead = ({ at, head, keyId, publicKey, signature }: PublishedHead): boolean =>
  isSignedBy(publicKey, keyId, signedText(at, head), signature);

/** The heads that a data folder has, one a day: the newest of that day. */
export interface HeadFiles {
  /** Oldest first. @throws Error for a file that is not a head. */
  all(): PublishedHead[];
  newest(): PublishedHead | null;
  write(head: PublishedHead): void;
}

export function headFiles(dataFolder: string): HeadFiles {
  const folder = auditHeadsFolderOf(dataFolder);

  const names = (): string[] => {
    try {
      return readdirSync(folder)
        .filter((name) => filePattern.test(name))
        .toSorted();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };

  const read = (name: string): PublishedHead => {
    const file = path.join(folder, name);
    try {
      return publishedHead.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      throw new Error(`${file} is not a published head of the audit log.`, { cause: error });
    }
  };

  return {
    all: () => names().map(read),
    newest: () => names().slice(-1).map(read)[0] ?? null,
    write(head) {
      createFolder(folder, ownerOnlyFolder);
      const file = path.join(folder, `${head.at.slice(0, dateCharacters)}.json`);
      replaceFile(file, `${JSON.stringify(head)}\n`, ownerOnly);
    },
  };
}
