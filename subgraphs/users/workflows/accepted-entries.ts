import { z } from 'zod';
import type { StoredLink } from '../../../platform/audit/chain';
import type { NewAuditEntry } from '../store/audit-appender';
import type { UnkeyedRange } from '../store/audit-chain';

/** The subject of entries that accept others. */
export const acceptedSubject = 'AuditLog:unsigned';
const action = 'audit.accept';

const seq = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const acceptance = z.object({ from: seq, through: seq });

export const acceptanceOf = ({ from, through }: UnkeyedRange): NewAuditEntry => ({
  actor: 'system',
  action,
  subject: acceptedSubject,
  detail: { from: from.toString(), through: through.toString() },
});

/** What a genuine entry accepts; empty if it accepts nothing. */
export function acceptedBy({ entry, seq: own }: StoredLink): UnkeyedRange[] {
  if (entry?.action !== action || entry.detail === null) return [];
  const { from, through } = acceptance.parse(JSON.parse(entry.detail));
  return through < own ? [{ from, through }] : [];
}
