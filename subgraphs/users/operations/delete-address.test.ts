import { beforeAll, describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const deleteAddress = `mutation ($id: ID!) {
  deleteAddress(id: $id) {
    __typename
    ... on User { id addresses { id } }
    ... on UserError { code }
  }
}`;

const saveAddress = `mutation { saveAddress(input: {
  recipient: "Ada", line1: "Street 1", city: "Berlin", postalCode: "10115", country: "DE"
}) { ... on SavedAddress { address { id } } } }`;

const room = usersRoomForFile();
let ada: string;
let bob: string;
beforeAll(async () => {
  ada = await room.account();
  bob = await room.account();
});

async function save(userId: string): Promise<string> {
  const { data } = await room.as(userId)(saveAddress);
  return (data.saveAddress as { address: { id: string } }).address.id;
}

describe('deleteAddress', () => {
  it('deletes an address and answers its owner without it', async () => {
    const dora = await room.account();
    const kept = await save(dora);
    const id = await save(dora);
    const { data } = await room.as(dora)(deleteAddress, { id });
    expect(data.deleteAddress).toEqual({
      __typename: 'User',
      id: dora,
      addresses: [{ id: kept }],
    });
    const again = await room.as(dora)(deleteAddress, { id });
    expect(again.data.deleteAddress).toMatchObject({ code: 'NOT_FOUND' });
  });

  it("does not know anybody else's address", async () => {
    const id = await save(ada);
    const { data } = await room.as(bob, 'ADMIN')(deleteAddress, { id });
    expect(data.deleteAddress).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    const own = await room.as(ada)(deleteAddress, { id });
    expect(own.data.deleteAddress).toMatchObject({ __typename: 'User' });
  });

  it('does not know what is no id', async () => {
    const { data } = await room.as(ada)(deleteAddress, { id: 'none' });
    expect(data.deleteAddress).toMatchObject({ code: 'NOT_FOUND' });
  });
});
