import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { signedFacts } from '../../platform/audit/export';
import { linesIn } from '../../platform/values/lines';

export interface CheckedExport {
  readonly entries: number;
  readonly head: string | null;
  /** When it was signed. */
  readonly at: string;
  readonly keyId: string;
}

/**
 * Checks an export without the shop: its signature, and that the lines are those that were signed.
 * @throws Error that says what does not match.
 */
export async function checkExport(file: string): Promise<CheckedExport> {
  const digest = createHash('sha256');
  let entries = 0;
  let last: string | null = null;
  for await (const line of linesIn(createReadStream(file, 'utf8'))) {
    if (last !== null) {
      digest.update(`${last}\n`);
      entries += 1;
    }
    last = line;
  }
  const signed = last === null ? null : signedFacts(last);
  if (signed === null) {
    throw new Error(`${file} does not end with a valid signature: it was cut or changed.`);
  }
  if (signed.sha256 !== digest.digest('hex') || signed.entries !== entries) {
    throw new Error(`The entries in ${file} are not those that were signed.`);
  }
  const { at, head, keyId } = signed;
  return { entries, head, at, keyId };
}
