import { z } from 'zod';
import type { StoredLink } from '../../../platform/audit/chain';
import type { NewAuditEntry } from '../store/audit-appender';

/** The subject of entries that accept others. */
export const acceptedSubject = 'AuditLog:unsigned';
const action = 'audit.accept';

/** Links without a key, from one through another, whose entries an operator has accepted. */
export interface AcceptedRange {
  readonly from: bigint;
  readonly through: bigint;
}

const seq = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const acceptance = z.object({ from: seq, through: seq });

export const acceptanceOf = ({ from, through }: AcceptedRange): NewAuditEntry => ({
  actor: 'system',
  action,
  subject: acceptedSubject,
  detail: { from: from.toString(), through: through.toString() },
});

/** What a genuine entry accepts; empty if it accepts nothing. */
export function acceptedBy({ entry, seq: own }: StoredLink): AcceptedRange[] {
  if (entry?.action !== action || entry.detail === null) return [];
  const { from, through } = acceptance.parse(JSON.parse(entry.detail));
  return through < own ? [{ from, through }] : [];
}
