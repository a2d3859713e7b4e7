import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { firstNames, lastNames, searchedCount, searchedPerson } from './words';

/** The customers of the generated orders; they cannot sign in. */
const accounts = `
  INSERT INTO users (id, email, name, roles, created_at)
  SELECT md5('customer' || n)::uuid, 'customer-' || n || '@example.org',
    CASE WHEN n <= ${searchedCount} THEN '${searchedPerson.first} ${searchedPerson.last}'
      ELSE ($2::text[])[1 + n % cardinality($2::text[])] || ' ' ||
        ($3::text[])[1 + (n / 3) % cardinality($3::text[])]
    END, '{CUSTOMER}',
    '2025-01-01'::timestamptz + n * interval '1 minute'
  FROM generate_series(1, $1::int) AS n ON CONFLICT DO NOTHING`;

/** The same as `md5(text)::uuid` in SQL. */
const idOf = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** An actor and a subject that occur in the generated audit log. */
export const auditedActor = `User:${idOf('clerk1')}`;
export const auditedSubject = `Order:${idOf('subject1')}`;

/** Twenty clerks, each entry about an order. */
const audit = `
  INSERT INTO audit_entries (id, at, actor, action, subject)
  SELECT md5('entry' || n)::uuid, '2026-01-01'::timestamptz + n * interval '1 minute',
    'User:' || md5('clerk' || n % 20)::uuid, 'order.cancel', 'Order:' || md5('subject' || n / 3)::uuid
  FROM generate_series(1, $1::int) AS n`;

export async function fillPeople(
  users: Client,
  { customers, entries }: { readonly customers: number; readonly entries: number },
): Promise<void> {
  await users.query(accounts, [customers, firstNames, lastNames]);
  // The triggers that compute the hash chain are off, because the chain is not measured here.
  await users.query('SET session_replication_role = replica');
  await users.query(audit, [entries]);
  await users.query('SET session_replication_role = origin');
}
