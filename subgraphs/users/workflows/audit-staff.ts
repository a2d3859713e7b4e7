import { actorOf, isStaff, type Viewer } from '../../../platform/auth/viewer';
import type { UsersStore } from '../store';

/**
 * Any mutation by staff is in the audit log, also what would not be for others. What everybody's
 * entry is written for (roles, keys, passwords) is written with the change itself.
 */
export async function auditStaff(
  { store, viewer }: { readonly store: Pick<UsersStore, 'audit'>; readonly viewer: Viewer },
  action: string,
  subject: string,
): Promise<void> {
  if (!isStaff(viewer)) return;
  await store.audit.append({ actor: actorOf(viewer), action, subject, detail: null });
}
