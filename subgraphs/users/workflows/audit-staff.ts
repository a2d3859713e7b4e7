import { isStaff } from '../../../access/roles';
import { actorOf, type Viewer } from '../../../platform/requests/viewer';
import type { UsersStore } from '../store';

/**
 * Audits every mutation by staff. Changes that are audited for everybody (roles, keys, passwords)
 * write their entry in their own transaction.
 */
export async function auditStaff(
  { store, viewer }: { readonly store: Pick<UsersStore, 'audit'>; readonly viewer: Viewer },
  action: string,
  subject: string,
): Promise<void> {
  if (!isStaff(viewer)) return;
  await store.audit.append({ actor: actorOf(viewer), action, subject, detail: null });
}
