import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { prepared } from '../../../platform/database/prepared';
import type { DataKeys } from '../../../platform/encryption/data-keys';
import type { PostalAddress } from '../../../platform/values/postal-address';
import type { AddressFacts } from '../domain/fraud';
import {
  type LinkFacts,
  type LinkHashes,
  type LinkRules,
  linkedOrders,
  type Shared,
  sharedBy,
} from '../domain/fraud-links';
import type { OrderRow } from './columns';
import type { OrdersDatabase } from './database';
import { minimalChange, type OrderChange, rowAfter } from './journal';
import type { JournalRow } from './journal-row';
import { newestOrders } from './newest-orders';

/** What other accounts share with an order, which was not changed for that reason. */
export interface Linked {
  readonly links: LinkFacts;
}

export interface LinkUse {
  readonly hashes: LinkHashes;
  /** That of the card; null where it is unknown. */
  readonly fingerprint: string | null;
  readonly rules: LinkRules;
}

/** 64 bits of an HMAC-SHA-256, which tell millions of addresses apart. */
const hashCharacters = 16;
const hashBits = 64;

/** Writes that differ only in case, spaces and punctuation are one address. */
const normalized = (text: string | null | undefined): string =>
  (text ?? '').toLowerCase().replace(/[\s.,;:'’/-]+/g, '');

/** The place without its recipient, whose name differs from account to account. */
const placeText = ({ line1, line2, postalCode, city, country }: PostalAddress): string =>
  [line1, line2, postalCode, city, country].map(normalized).join('\n');

async function hashOf(keys: DataKeys, kind: Shared['kind'], text: string): Promise<string> {
  const { fingerprint } = await keys.current();
  const hash = fingerprint(`fraud ${kind}:${text}`).slice(0, hashCharacters);
  return BigInt.asIntN(hashBits, BigInt(`0x${hash}`)).toString();
}

/** The hashes that an order keeps until its payment is decided. */
export async function linkHashes(
  { keys }: Pick<OrdersDatabase, 'keys'>,
  address: PostalAddress,
  network: string | null,
): Promise<LinkHashes> {
  return {
    address: await hashOf(keys, 'address', placeText(address)),
    network: network === null ? null : await hashOf(keys, 'network', network),
  };
}

/**
 * Orders of other accounts within a day, among the newest that share what `shared` has. The limit
 * comes first, so that a buyer with thousands of orders a day does not read them for each.
 */
const othersOf = (customerId: string): Sql => sql`
  FROM (SELECT customer_id, order_id, at FROM fraud_links WHERE hash = shared.hash
    ORDER BY order_id DESC LIMIT ${raw(String(linkedOrders))}) newest
  WHERE customer_id <> ${customerId}::uuid AND at > now() - interval '1 day'`;

const hashesOf = (shared: readonly Shared[]): Sql =>
  sql`${shared.map(({ hash }) => hash)}::bigint[]`;

/** Whether other accounts share too little with the order to be counted. */
function isUnlinked({ customerId }: JournalRow, shared: readonly Shared[]): Sql {
  return sql`NOT EXISTS (
    SELECT FROM unnest(${hashesOf(shared)},
      ${shared.map(({ countedFrom }) => countedFrom - 1)}::int[]) AS shared (hash, before)
    CROSS JOIN LATERAL (SELECT ${othersOf(customerId)} OFFSET shared.before LIMIT 1) enough)`;
}

/** Links between orders of several accounts. They are counted in the database of the order. */
export function fraudLinkStore(database: OrdersDatabase) {
  const { pool, batcher, keys } = database;

  /** `LinkFacts` of an order. */
  async function linksOf(
    { customerId }: JournalRow,
    shared: readonly Shared[],
    { smallTotalMinor }: LinkRules,
  ): Promise<LinkFacts> {
    const accountsOf = (kind: Shared['kind']): Sql =>
      sql`(count(DISTINCT l.customer_id) FILTER (WHERE shared.kind = ${kind}))::int`;
    const [found] = await prepared<LinkFacts>(
      pool,
      'count-links',
      sql`SELECT ${accountsOf('address')} AS "addressAccounts",
          ${accountsOf('network')} AS "networkAccounts", ${accountsOf('card')} AS "cardAccounts",
          (count(*) FILTER (WHERE shared.kind = 'network' AND l.at > now() - interval '1 hour'
            AND (p.payment_status = 'DECLINED' OR p.total_minor <= ${smallTotalMinor}::bigint)))::int
            AS "networkTests"
        FROM unnest(${hashesOf(shared)}, ${shared.map(({ kind }) => kind)}::text[])
          AS shared (hash, kind)
        CROSS JOIN LATERAL (SELECT customer_id, order_id, at ${othersOf(customerId)}) l
        LEFT JOIN orders p ON p.id = l.order_id`,
    );
    if (found === undefined) throw new Error('Counting links returned no row.');
    return found;
  }

  /** @param condition the start of the WHERE clause, with the name of the statement. */
  async function write(
    change: OrderChange,
    shared: readonly Shared[],
    condition: { readonly name: string; readonly from: Sql },
  ): Promise<JournalRow | null> {
    const cte = {
      name: 'linked',
      body: sql`INSERT INTO fraud_links (hash, order_id, customer_id)
        SELECT shared.hash, changed.id, changed.customer_id
        FROM changed, unnest(${hashesOf(shared)}) AS shared (hash) ON CONFLICT DO NOTHING`,
    };
    const statement = minimalChange(change, { ...condition, set: empty, cte });
    const [row] = await batcher<OrderRow>({ ...statement, locks: `order ${change.order.id}` });
    return rowAfter(database, change, row);
  }

  async function sharedOf({ hashes, fingerprint, rules }: LinkUse): Promise<Shared[]> {
    const card = fingerprint === null ? null : await hashOf(keys, 'card', fingerprint);
    return sharedBy(hashes, card, rules);
  }

  return {
    /**
     * Changes an order whose payment is decided, and stores what it may share, in one statement.
     * Null, without any change, if the order was changed since it was read.
     */
    async store(change: OrderChange, use: LinkUse): Promise<JournalRow | null> {
      return write(change, await sharedOf(use), { name: '-linked', from: sql`WHERE` });
    },

    /** The same, unless other accounts share something with the order: then what they share. */
    async storeUnlinked(change: OrderChange, use: LinkUse): Promise<JournalRow | Linked | null> {
      const { order } = change;
      const shared = await sharedOf(use);
      const from = sql`WHERE ${isUnlinked(order, shared)} AND`;
      const written = await write(change, shared, { name: '-unlinked', from });
      if (written !== null) return written;
      const [same] = await prepared(
        pool,
        'same-epoch',
        sql`SELECT FROM orders WHERE id = ${order.id}::uuid AND epoch = ${order.epoch}::int`,
      );
      return same ? { links: await linksOf(order, shared, use.rules) } : null;
    },

    /** What is known of an address that the order goes to instead, and the hash of the address. */
    async addressFacts(
      { id, customerId, placedAt }: JournalRow,
      address: PostalAddress,
    ): Promise<AddressFacts & { readonly hash: string }> {
      const hash = await hashOf(keys, 'address', placeText(address));
      const before = sql`AND (placed_at, id) < (${placedAt}::timestamptz, ${id}::uuid)`;
      const [found] = await prepared<AddressFacts>(
        pool,
        'address-facts',
        sql`SELECT (SELECT count(DISTINCT customer_id)::int ${othersOf(customerId)}) AS "addressAccounts",
            (SELECT count(*)::int FROM (${newestOrders(customerId, before)}) earlier
            WHERE accepted AND country = ${address.country}) AS "toCountry"
          FROM (SELECT ${hash}::bigint AS hash) shared`,
      );
      if (found === undefined) throw new Error('Counting at an address returned no row.');
      return { ...found, hash };
    },

    /** Deletes at most `limit` links that are older than a day. @returns their number. */
    async forget(limit: number): Promise<number> {
      const { rowCount } = await pool.query(sql`
        DELETE FROM fraud_links WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM fraud_links WHERE at < now() - interval '1 day' LIMIT ${limit}::int))`);
      return rowCount ?? 0;
    },
  };
}
