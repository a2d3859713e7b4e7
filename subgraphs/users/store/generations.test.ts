import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { credentialEvents, kinds, otherMutations } from '../testing/credential-events';
import { holderOf, redeemables } from '../testing/redeemables';
import { usersRoomForFile } from '../testing/users-room';

const room = usersRoomForFile();

describe('what was made before', () => {
  it.each(credentialEvents)('$mutation $what voids exactly what it says', async (event) => {
    const { voids, without = [], needsFactor = false, run } = event;
    const made = kinds.filter((kind) => !without.includes(kind));
    for (const kind of made) {
      const holder = await holderOf(room, kind, needsFactor && kind !== 'verify_email');
      const redeem = await redeemables[kind].make(holder);
      await run(holder);
      expect(await redeem(), kind).toBe(!voids.includes(kind));
    }
  });
});

describe('the list of events', () => {
  it('has every mutation of the room', async () => {
    const query = '{ __schema { mutationType { fields { name } } } }';
    const namesOf = async (caller: typeof room.internal) => {
      const { data } = await caller(query);
      const { mutationType } = data.__schema as { mutationType: { fields: { name: string }[] } };
      return mutationType.fields.map(({ name }) => name);
    };
    const all = [...(await namesOf(room.anonymous())), ...(await namesOf(room.internal))];
    const listed = [...credentialEvents.map(({ mutation }) => mutation), ...otherMutations];
    expect([...new Set(listed)].sort()).toEqual([...new Set(all)].sort());
  });

  it('has every table with a credential', () => {
    const schema = readFileSync(path.join(repositoryRoot, 'prisma/users/schema.prisma'), 'utf8');
    const models = schema.matchAll(/^model (\w+) \{([^}]*)\}/gm);
    const found = [...models].filter(([, , body = '']) => body.includes('// data: credential'));
    const redeemed = ['Mail', 'MailToken', 'SignInChallenge', 'SecondFactor', 'RefreshToken'];
    // What an account has until it is changed: the password, codes of a factor, API keys.
    const lasting = ['User', 'RecoveryCode', 'ApiKey', 'ApiKeySecret'];
    expect(found.map(([, name]) => name).sort()).toEqual([...redeemed, ...lasting].sort());
  });
});
