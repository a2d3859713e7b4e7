import { describe, expect, it } from 'vitest';
import { openForFile } from '../../../platform/testing/open-for-file';
import { uuidV7 } from '../../../platform/values/uuid';
import { usersRoom } from '../testing/users-room';

const room = openForFile(usersRoom);

describe('the internal schema', () => {
  const viewer = { userId: uuidV7(), roles: ['ADMIN'], address: '192.0.2.1' } as const;
  const documents = [
    '{ signingKeys { kid } }',
    '{ userIdByEmail(email: "a@b.c") }',
    '{ accessTokenFor(email: "a@b.c") }',
    '{ resolveApiKey(key: "op_live_") { id } }',
    '{ endedTokens { asOf } }',
    '{ erasedAccounts(since: "2026-01-01T00:00:00Z") { userId } }',
    'mutation { rotateSigningKey { kid } }',
    'mutation { createAccount(email: "a@b.cc", name: "A", roles: [ADMIN]) }',
    'mutation { createAdministrator(email: "a@b.cc", name: "A", password: "p") { uri } }',
  ];

  it.each(documents)('is closed to everybody but the system: %s', async (document) => {
    const admin = await room.internalAs({ kind: 'user', generation: 0, ...viewer })(document);
    expect(admin.codes).toEqual(['FORBIDDEN']);
    const anonymous = await room.internalAs({ kind: 'anonymous', address: '192.0.2.1' })(document);
    expect(anonymous.codes).toEqual(['UNAUTHENTICATED']);
  });
});
