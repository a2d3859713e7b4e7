import { isStaff } from '../../../access/roles';
import { actorOf, type Viewer } from '../../../platform/requests/viewer';
import type { UsersStore } from '../store';
import type { NewAuditEntry } from '../store/audit-appender';

/** The entry for a change made by the viewer. */
export const entryBy = (
  viewer: Viewer,
  action: string,
  subject: string,
  detail: NewAuditEntry['detail'] = null,
): NewAuditEntry => ({ actor: actorOf(viewer), action, subject, detail });

/** The entry for a change that is audited only if staff makes it; null for changes by others. */
export const staffChange = (
  viewer: Viewer,
  action: string,
  subject: string,
): NewAuditEntry | null => (isStaff(viewer) ? entryBy(viewer, action, subject) : null);

/** Audits a request by staff that changes nothing, or that is carried out later. */
export async function auditStaff(
  { store, viewer }: { readonly store: Pick<UsersStore, 'audit'>; readonly viewer: Viewer },
  action: string,
  subject: string,
): Promise<void> {
  const entry = staffChange(viewer, action, subject);
  if (entry !== null) await store.audit.append(entry);
}
