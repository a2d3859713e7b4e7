import { actorOf, type Viewer } from '../requests/viewer';
import { uuidV7 } from '../values/uuid';

/** An action that is to be recorded in the audit log. */
export interface AuditEntry {
  /** Created with the entry, so that repeated deliveries are stored once. */
  readonly id: string;
  /** `User:<id>` or `ApiKey:<id>`. */
  readonly actor: string;
  /** The action, e.g. `account.close`. */
  readonly action: string;
  /** The object of the action, e.g. `Account:<id>`. */
  readonly subject: string;
  /** JSON without secrets and personal data, because entries outlive accounts. */
  readonly detail: string | null;
}

export type AuditDetail = Readonly<Record<string, unknown>>;

/** The entry for a change made by the viewer. */
export function auditEntry(
  viewer: Viewer,
  action: string,
  subject: string,
  detail: AuditDetail | null,
): AuditEntry {
  return {
    id: uuidV7(),
    actor: actorOf(viewer),
    action,
    subject,
    detail: detail === null ? null : JSON.stringify(detail),
  };
}
