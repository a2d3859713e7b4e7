import { type AuditDetail, type AuditEntry, auditEntry } from '../platform/audit/entry';
import type { Viewer } from '../platform/requests/viewer';
import { isStaff } from './roles';

/** The audit entry for a change made by staff or their API keys; null for changes by others. */
export const staffEntry = (
  viewer: Viewer,
  action: string,
  subject: string,
  detail: AuditDetail | null = null,
): AuditEntry | null =>
  viewer.kind !== 'system' && isStaff(viewer) ? auditEntry(viewer, action, subject, detail) : null;
