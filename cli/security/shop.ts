import { NotRunningError } from '../program/exit-codes';
import { callUsers } from '../running/call-users';
import type { Audited } from './audited';

const query = `query ($days: Int!) { accessAudit(days: $days) {
  staff { userId email roles since lastSignInAt hasSecondFactor isLocked }
  idleKeys { keyId userId name scopes createdAt lastUsedAt }
  failedSignIns { subject hour failures }
  reusedTokens { subject at }
  newKeyAddresses { keyId userId name address firstSeenAt }
} }`;

/** The response of the subgraph users; times are in ISO 8601. */
export interface AccessAudit {
  readonly staff: readonly {
    readonly userId: string;
    readonly email: string;
    readonly roles: readonly string[];
    readonly since: string;
    readonly lastSignInAt: string | null;
    readonly hasSecondFactor: boolean;
    readonly isLocked: boolean;
  }[];
  readonly idleKeys: readonly {
    readonly keyId: string;
    readonly userId: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
  readonly failedSignIns: readonly {
    readonly subject: string;
    readonly hour: string;
    readonly failures: number;
  }[];
  readonly reusedTokens: readonly { readonly subject: string; readonly at: string }[];
  readonly newKeyAddresses: readonly {
    readonly keyId: string;
    readonly userId: string;
    readonly name: string;
    readonly address: string;
    readonly firstSeenAt: string;
  }[];
}

const dayOf = (time: string): string => time.slice(0, 'YYYY-MM-DD'.length);
const minuteOf = (time: string): string => `${time.slice(0, 'YYYY-MM-DDTHH:MM'.length)}Z`;

const staffLine = (one: AccessAudit['staff'][number]): string => {
  const signedIn = one.lastSignInAt === null ? 'never' : dayOf(one.lastSignInAt);
  const factor = one.hasSecondFactor ? 'second factor' : 'no second factor';
  const locked = one.isLocked ? ', locked' : '';
  const roles = one.roles.join(' ');
  return `${one.email}: ${roles} since ${dayOf(one.since)}, signed in ${signedIn}, ${factor}${locked}`;
};

/** Who has access is a list to read; the rest are findings. */
export function accessChecks(found: AccessAudit): Audited[] {
  const checkOf = (check: Audited['check'], findings: string[], facts: string[] = []): Audited => ({
    check,
    findings,
    facts,
    skipped: null,
  });
  return [
    checkOf('staff', [], found.staff.map(staffLine)),
    checkOf(
      'idle keys',
      found.idleKeys.map(({ keyId, name, userId, createdAt, lastUsedAt }) => {
        const use =
          lastUsedAt === null
            ? `never used since ${dayOf(createdAt)}`
            : `not used since ${dayOf(lastUsedAt)}`;
        return `${keyId} (${name}) of User:${userId}: ${use}`;
      }),
    ),
    checkOf(
      'failed sign-ins',
      found.failedSignIns.map(
        ({ subject, hour, failures }) => `${subject}: ${failures} in the hour of ${minuteOf(hour)}`,
      ),
    ),
    checkOf(
      'copied refresh tokens',
      found.reusedTokens.map(({ subject, at }) => `${subject} at ${minuteOf(at)}`),
    ),
    checkOf(
      'new addresses of keys',
      found.newKeyAddresses.map(
        ({ keyId, name, userId, address, firstSeenAt }) =>
          `${keyId} (${name}) of User:${userId}: ${address} since ${minuteOf(firstSeenAt)}`,
      ),
    ),
  ];
}

/**
 * Audits who has access to the shop.
 * @param days how far back to look for failures and addresses.
 * @throws NotRunningError if there is no database of users.
 */
export async function auditAccess(days: number): Promise<Audited[]> {
  const answer = callUsers<{ accessAudit: AccessAudit }>('security', query, { days }, 'unused');
  const { accessAudit } = await answer;
  return accessChecks(accessAudit);
}

/** The same, or one skipped check where no shop is. */
export async function auditAccessIfRunning(days: number): Promise<Audited[]> {
  try {
    return await auditAccess(days);
  } catch (error) {
    if (!(error instanceof NotRunningError)) throw error;
    return [{ check: 'staff', findings: [], facts: [], skipped: 'the shop does not run here' }];
  }
}
