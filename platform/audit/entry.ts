import { actorOf, isStaff, type Viewer } from '../auth/viewer';
import { uuidV7 } from '../values/uuid';

/** What somebody did, on its way to the audit log. */
export interface AuditEntry {
  /** Made with the entry: however often it is sent, it is in the log once. */
  readonly id: string;
  /** `User:<id>` or `ApiKey:<id>`. */
  readonly actor: string;
  /** What, e.g. `account.close`. */
  readonly action: string;
  /** On what, e.g. `Account:<id>`. */
  readonly subject: string;
  /** JSON text without secrets and personal data: the log outlives the people in it. */
  readonly detail: string | null;
}

export type AuditDetail = Readonly<Record<string, unknown>>;

/** The entry of a change by staff, people and keys alike; null for what anybody else does. */
export function staffEntry(
  viewer: Viewer,
  action: string,
  subject: string,
  detail: AuditDetail | null = null,
): AuditEntry | null {
  if (viewer.kind === 'system' || !isStaff(viewer)) return null;
  return {
    id: uuidV7(),
    actor: actorOf(viewer),
    action,
    subject,
    detail: detail === null ? null : JSON.stringify(detail),
  };
}
