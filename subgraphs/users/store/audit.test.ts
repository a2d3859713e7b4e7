import { beforeAll, describe, expect, it } from 'vitest';
import { databaseForFile } from '../../../platform/testing/database';
import { testUsersKeys } from '../testing/users-room';
import { usersStore } from '.';

const database = databaseForFile('users');
beforeAll(async () => {
  await usersStore(database.pool, testUsersKeys).audit.append({
    actor: 'system',
    action: 'test.written',
    subject: 'User:1',
    detail: { reason: 'a test' },
  });
});

describe('the audit log', () => {
  it('keeps what was appended', async () => {
    const { rows } = await database.pool.query('SELECT action, detail FROM audit_entries');
    expect(rows).toEqual([{ action: 'test.written', detail: '{"reason":"a test"}' }]);
  });

  it.each([
    "UPDATE audit_entries SET actor = 'somebody else'",
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ])('is append-only: %s is refused', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  });
});
