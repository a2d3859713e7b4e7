import { uuidV7 } from '../../../platform/values/uuid';
import type { UsersDatabase } from './database';

export interface NewAuditEntry {
  /** `User:<id>`, `ApiKey:<id>`, `system`, or `anonymous` for a failed sign-in. */
  readonly actor: string;
  /** What, e.g. `session.sign_in_failed`. */
  readonly action: string;
  /** On what, e.g. `User:<id>`. */
  readonly subject: string;
  /** Without secrets and personal data: the log outlives the account. */
  readonly detail: Record<string, string | number | boolean | null> | null;
}

export function auditStore({ prisma }: UsersDatabase) {
  return {
    async append(entry: NewAuditEntry): Promise<void> {
      const detail = entry.detail === null ? null : JSON.stringify(entry.detail);
      await prisma.auditEntry.create({ data: { ...entry, detail, id: uuidV7() } });
    },
  };
}
