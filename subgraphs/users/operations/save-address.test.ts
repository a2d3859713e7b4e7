import { beforeAll, describe, expect, it } from 'vitest';
import { uuidV7 } from '../../../platform/values/uuid';
import { addressesMax } from '../domain/address';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const fields = 'id label recipient line1 line2 city region postalCode country phone';
const saveAddress = `mutation ($id: ID, $input: AddressInput!) {
  saveAddress(id: $id, input: $input) {
    __typename
    ... on SavedAddress { address { ${fields} } user { id addresses { id city } } }
    ... on UserError { code }
    ... on ValidationError { fields { path message } }
  }
}`;
const full = {
  label: 'Home',
  recipient: 'Ada Lovelace',
  line1: "12 St James's Square",
  line2: 'Flat 3',
  city: 'London',
  region: 'Greater London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
  phone: '+44 20 7946 0000',
};
const least = {
  recipient: 'Ada',
  line1: 'Street 1',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

interface Saved {
  __typename: string;
  address: { id: string };
  user: { addresses: { id: string; city: string }[] };
}

const room = usersRoomForFile();
let ada: string;
let bob: string;
beforeAll(async () => {
  ada = await room.account();
  bob = await room.account();
});

async function save(caller: Caller, input: object, id?: string): Promise<Saved> {
  const { data, errors } = await caller(saveAddress, { input, id });
  if (errors) throw errors[0];
  return data.saveAddress as Saved;
}

describe('saveAddress', () => {
  it('adds an address', async () => {
    const { address, user } = await save(room.as(ada), full);
    expect(address).toMatchObject(full);
    expect(user).toMatchObject({ id: ada, addresses: [{ id: address.id, city: 'London' }] });
  });

  it('answers the address book as each change of one operation leaves it', async () => {
    const selected = '{ ... on SavedAddress { user { addresses { city } } } }';
    const query = `mutation ($first: AddressInput!, $second: AddressInput!) {
      first: saveAddress(input: $first) ${selected}
      second: saveAddress(input: $second) ${selected}
    }`;
    const caller = room.as(await room.account());
    const { data } = await caller(query, { first: full, second: least });
    expect(data).toMatchObject({
      first: { user: { addresses: [{ city: 'London' }] } },
      second: { user: { addresses: [{ city: 'London' }, { city: 'Berlin' }] } },
    });
  });

  it('keeps what is left out or blank as null, without the space around the rest', async () => {
    const input = { ...least, recipient: ' Ada ', label: '  ', line2: null };
    const { address } = await save(room.as(ada), input);
    const empty = { label: null, line2: null, region: null, phone: null };
    expect(address).toMatchObject({ ...least, ...empty });
  });

  it('replaces an address, all of it', async () => {
    const { address } = await save(room.as(ada), full);
    const replaced = await save(room.as(ada), least, address.id);
    expect(replaced.address).toMatchObject({ ...least, id: address.id, label: null, phone: null });
    expect(replaced.user.addresses.find(({ id }) => id === address.id)?.city).toBe('Berlin');
  });

  it.each(['SUPPORT', 'ADMIN', 'CUSTOMER'] as const)(
    "does not know anybody else's address, for %s",
    async (role) => {
      const { address } = await save(room.as(ada), full);
      const foreign = await save(room.as(bob, role), least, address.id);
      expect(foreign).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    },
  );

  it.each([uuidV7(), 'none'])('does not know an address that never was', async (id) => {
    expect(await save(room.as(ada), least, id)).toMatchObject({ code: 'NOT_FOUND' });
  });

  const refused: [string, object, string][] = [
    ['an empty recipient', { recipient: ' ' }, 'recipient'],
    ['a line of 201 characters, blanks counted', { line1: `x${' '.repeat(200)}` }, 'line1'],
    ['a line break', { line1: 'Street\n1' }, 'line1'],
    ['a zero byte', { city: 'Ber\u0000lin' }, 'city'],
    ['half a character', { city: 'Berlin\ud83d' }, 'city'],
    ['a card number as a label', { label: '4111-1111-1111-1111' }, 'label'],
  ];

  it.each(refused)('refuses %s', async (_what, changes, field) => {
    const { data } = await room.as(ada)(saveAddress, { input: { ...least, ...changes } });
    expect(data.saveAddress).toMatchObject({
      __typename: 'ValidationError',
      code: 'VALIDATION',
      fields: [{ path: [field] }],
    });
  });

  it('takes any digits as a telephone number', async () => {
    const { address } = await save(room.as(ada), { ...least, phone: '4111111111111111' });
    expect(address).toMatchObject({ phone: '4111111111111111' });
  });

  it('keeps so many addresses and no more, also when several come at once', async () => {
    const carl = await room.account();
    for (let count = 0; count < addressesMax - 3; count += 1) await save(room.as(carl), least);
    const answers = await Promise.all(Array.from({ length: 16 }, () => save(room.as(carl), least)));
    const types = answers.map(({ __typename }) => __typename);
    expect(types.filter((type) => type === 'SavedAddress')).toHaveLength(3);
    expect(types.filter((type) => type === 'ValidationError')).toHaveLength(13);
  });

  it('is refused to an account that no longer exists', async () => {
    const gone = await room.as(uuidV7())(saveAddress, { input: least });
    expect(gone.codes).toEqual(['UNAUTHENTICATED']);
  });
});
