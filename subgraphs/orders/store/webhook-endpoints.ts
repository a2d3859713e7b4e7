import sql from 'sql-template-tag';
import type { AuditEntry } from '../../../platform/audit/entry';
import type {
  Prisma,
  WebhookEndpoint as WebhookEndpointRow,
} from '../../../prisma/orders/generated/client';
import { endpointsPerOwnerMax, previousSecretsMax } from '../domain/webhook-input';
import type { OrdersDatabase } from './database';

export type { WebhookEndpointRow };

export type NewWebhookEndpoint = Pick<
  WebhookEndpointRow,
  'id' | 'ownerId' | 'url' | 'events' | 'secret'
>;

/** Endpoints of other owners look like missing ones. */
export type OwnedEndpoint = Pick<WebhookEndpointRow, 'id' | 'ownerId'>;

/** An endpoint to delete. */
export interface DeletedEndpoint {
  readonly id: string;
  /** Null for any owner. */
  readonly ownerId: string | null;
}

/** Changeable fields; omitted ones stay unchanged. */
export interface EndpointChange {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly enabled?: boolean;
}

export interface NewSecret {
  readonly secret: string;
  /** How long the previous secrets stay valid; null to invalidate them at once. */
  readonly previousUntil: Date | null;
}

type Transaction = Prisma.TransactionClient;

/** Deliveries whose attempt is in progress get their time with its result. */
async function schedule(
  transaction: Transaction,
  endpointId: string,
  times: Pick<
    Prisma.WebhookDeliveryUpdateManyMutationInput,
    'nextAttemptAt' | 'begunAt' | 'failures'
  >,
) {
  const OR = [{ leaseUntil: null }, { leaseUntil: { lt: new Date() } }];
  await transaction.webhookDelivery.updateMany({
    where: { endpointId, status: 'PENDING', OR },
    data: times,
  });
}

/** Open deliveries wait while the endpoint is disabled. */
const hold = (transaction: Transaction, endpointId: string) =>
  schedule(transaction, endpointId, { nextAttemptAt: null });

/**
 * Makes open deliveries due. Those that waited begin again with all their retries, because the wait
 * was no failure.
 */
async function release(transaction: Transaction, endpointId: string, haveWaited: boolean) {
  const now = new Date();
  const restart = haveWaited ? { begunAt: now, failures: 0 } : {};
  await schedule(transaction, endpointId, { nextAttemptAt: now, ...restart });
}

async function changed(
  transaction: Transaction,
  { id, ownerId }: OwnedEndpoint,
  { url, events, enabled }: EndpointChange,
): Promise<WebhookEndpointRow | null> {
  const renewed = enabled === undefined ? {} : { disabledReason: null, failingSince: null };
  const isOff = { id, ownerId, enabled: false };
  const haveWaited =
    enabled === true && (await transaction.webhookEndpoint.count({ where: isOff })) > 0;
  const [row] = await transaction.webhookEndpoint.updateManyAndReturn({
    where: { id, ownerId },
    data: { url, events: events && [...events], enabled, ...renewed },
  });
  if (row && enabled === true) await release(transaction, id, haveWaited);
  if (row && enabled === false) await hold(transaction, id);
  return row ?? null;
}

export function webhookEndpointStore({ pool, prisma, workSignal }: OrdersDatabase) {
  /** Writes a change and its audit entry in one transaction. */
  async function audited<Row>(
    audit: AuditEntry | null,
    change: (transaction: Transaction) => Promise<Row | null>,
  ): Promise<Row | null> {
    const row = await prisma.$transaction(async (transaction) => {
      const written = await change(transaction);
      if (written !== null && audit) await transaction.auditOutbox.create({ data: audit });
      return written;
    });
    if (row !== null && audit) workSignal.emit('audit');
    return row;
  }

  return {
    async ofOwner(ownerId: string): Promise<WebhookEndpointRow[]> {
      return prisma.webhookEndpoint.findMany({
        where: { ownerId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: endpointsPerOwnerMax,
      });
    },

    /** Null if the owner has reached the limit. */
    create(
      endpoint: NewWebhookEndpoint,
      audit: AuditEntry | null,
    ): Promise<WebhookEndpointRow | null> {
      const { ownerId } = endpoint;
      return audited(audit, async (transaction) => {
        // Concurrent creations would not count each other.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${ownerId}, 7))`;
        const count = await transaction.webhookEndpoint.count({ where: { ownerId } });
        if (count >= endpointsPerOwnerMax) return null;
        return transaction.webhookEndpoint.create({ data: endpoint });
      });
    },

    /** Enabling clears the reason for disabling and the time of the first failure. */
    async update(
      endpoint: OwnedEndpoint,
      change: EndpointChange,
      audit: AuditEntry | null,
    ): Promise<WebhookEndpointRow | null> {
      const row = await audited(audit, (transaction) => changed(transaction, endpoint, change));
      if (row?.enabled) workSignal.emit('deliveries');
      return row;
    },

    /** Owners of endpoints after `after`, ordered by id. */
    async owners(after: string | null, limit: number): Promise<string[]> {
      const { rows } = await pool.query<{ ownerId: string }>(sql`
        SELECT DISTINCT owner_id AS "ownerId" FROM webhook_endpoints
        WHERE ${after}::uuid IS NULL OR owner_id > ${after}::uuid
        ORDER BY owner_id LIMIT ${limit}`);
      return rows.map(({ ownerId }) => ownerId);
    },

    /** Deletes the endpoints of an owner that were made before. @returns their number. */
    async deleteBefore(ownerId: string, before: Date): Promise<number> {
      const where = { ownerId, createdAt: { lt: before } };
      return (await prisma.webhookEndpoint.deleteMany({ where })).count;
    },

    /** Disables all endpoints of these owners; open deliveries wait. @returns the number of endpoints. */
    async disableOf(ownerIds: readonly string[], reason: string): Promise<number> {
      return prisma.$transaction(async (transaction) => {
        const disabled = await transaction.webhookEndpoint.updateManyAndReturn({
          where: { ownerId: { in: [...ownerIds] }, enabled: true },
          data: { enabled: false, disabledReason: reason },
        });
        for (const { id } of disabled) await hold(transaction, id);
        return disabled.length;
      });
    },

    /**
     * Concurrent rotations are serialised. Secrets that are still valid stay so with the one that is
     * replaced: the answer with that one may have been lost.
     */
    rotateSecret(
      { id, ownerId }: OwnedEndpoint,
      { secret, previousUntil }: NewSecret,
      audit: AuditEntry | null,
    ): Promise<WebhookEndpointRow | null> {
      return audited(audit, async (transaction) => {
        const [before] = await transaction.$queryRaw<{ secret: string; valid: string | null }[]>`
          SELECT secret, CASE WHEN previous_until > now() THEN previous_secret END AS valid
          FROM webhook_endpoints WHERE id = ${id}::uuid AND owner_id = ${ownerId}::uuid FOR UPDATE`;
        if (!before) return null;
        const kept = [before.secret, ...(before.valid?.split(' ') ?? [])];
        const previousSecret =
          previousUntil === null ? null : kept.slice(0, previousSecretsMax).join(' ');
        return transaction.webhookEndpoint.update({
          where: { id },
          data: { secret, previousSecret, previousUntil },
        });
      });
    },

    /** Deletes its deliveries too. */
    delete(
      { id, ownerId }: DeletedEndpoint,
      audit: AuditEntry | null,
    ): Promise<WebhookEndpointRow | null> {
      return audited(audit, async (transaction) => {
        const owned = ownerId === null ? {} : { ownerId };
        const row = await transaction.webhookEndpoint.findFirst({ where: { id, ...owned } });
        if (row) await transaction.webhookEndpoint.deleteMany({ where: { id } });
        return row;
      });
    },
  };
}
