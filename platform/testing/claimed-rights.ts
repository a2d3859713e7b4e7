import type { ServiceCall } from '../graphql/service-call';
import type { Viewer } from '../requests/viewer';

/**
 * A stub of users for tests of other services: everybody has the rights that they claimed last,
 * until the test changes them.
 */
export class ClaimedRights {
  private readonly claimed = new Map<string, object>();
  private readonly changed = new Map<string, object | null>();
  requests = 0;

  /** Remembers what a viewer claims, before its request is made. */
  hear(viewer: Viewer): void {
    if (viewer.kind !== 'user' && viewer.kind !== 'apiKey') return;
    const scopes = viewer.kind === 'apiKey' ? viewer.scopes : [];
    this.claimed.set(viewer.userId, { roles: viewer.roles, scopes, hasEnded: false });
  }

  /** Makes users say this about the account from now on, whatever its token claims. */
  change(userId: string, rights: object | null): void {
    this.changed.set(userId, rights);
  }

  /** @param others what is asked besides. */
  call(others: ServiceCall): ServiceCall {
    return async <Data>(...[query, variables, scope]: Parameters<ServiceCall>): Promise<Data> => {
      if (!query.includes('actorRights')) return others<Data>(query, variables, scope);
      this.requests += 1;
      const userId = String(variables.userId);
      const known = this.changed.has(userId) ? this.changed : this.claimed;
      return { actorRights: known.get(userId) ?? null } as Data;
    };
  }
}
