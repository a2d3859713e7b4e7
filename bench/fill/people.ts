import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { firstNames, lastNames, searchedCount, searchedPerson } from './words';

/** The customers of the generated orders; nobody can sign in as one of them. */
const accounts = `
  INSERT INTO users (id, email, name, roles, created_at)
  SELECT md5('customer' || n)::uuid, 'customer-' || n || '@example.org',
    CASE WHEN n <= ${searchedCount} THEN '${searchedPerson.first} ${searchedPerson.last}'
      ELSE ($2::text[])[1 + n % cardinality($2::text[])] || ' ' ||
        ($3::text[])[1 + (n / 3) % cardinality($3::text[])]
    END, '{CUSTOMER}',
    '2025-01-01'::timestamptz + n * interval '1 minute'
  FROM generate_series(1, $1::int) AS n ON CONFLICT DO NOTHING`;

/** As SQL makes an id of a text: `md5(text)::uuid`. */
const idOf = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** One of whom, and one of what, the generated audit log tells. */
export const auditedActor = `User:${idOf('clerk1')}`;
export const auditedSubject = `Order:${idOf('subject1')}`;

/** Some clerks do everything, and everything is done to some order. */
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
  // Without the triggers: the chain of the log is made entry by entry, and is not what is measured.
  await users.query('SET session_replication_role = replica');
  await users.query(audit, [entries]);
  await users.query('SET session_replication_role = origin');
}
