import type { ServiceCall } from '../../../platform/graphql/service-call';

/** The part of users that orders calls: erased accounts and the audit log. */
export class FakeUsers {
  readonly erased: { userId: string; erasedAt: string }[] = [];
  readonly audit: { id: string; actor: string; action: string; subject: string; detail: string }[] =
    [];
  isUnavailable = false;

  erase(userId: string, at = new Date()): void {
    this.erased.push({ userId, erasedAt: at.toISOString() });
  }

  readonly call: ServiceCall = async <Data>(query: string, variables: Record<string, unknown>) => {
    if (this.isUnavailable) throw new Error('Users is down.');
    if (query.includes('appendAuditEntries')) {
      const known = new Set(this.audit.map(({ id }) => id));
      const entries = variables.entries as typeof this.audit;
      this.audit.push(...entries.filter(({ id }) => !known.has(id)));
      return { appendAuditEntries: entries.length } as Data;
    }
    return { erasedAccounts: this.after(variables) } as Data;
  };

  private after({ since, afterUserId }: Record<string, unknown>) {
    const place = `${since} ${afterUserId ?? ''}`;
    const order = (one: { userId: string; erasedAt: string }) => `${one.erasedAt} ${one.userId}`;
    return this.erased
      .filter((one) => order(one) > place)
      .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }
}
