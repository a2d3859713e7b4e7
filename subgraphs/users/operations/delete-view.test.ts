import { beforeAll, describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const deleteView = `mutation ($id: ID!) { deleteView(id: $id) {
  __typename ... on SavedView { id name } ... on UserError { code } } }`;
const saveView = `mutation ($input: SaveViewInput!) {
  saveView(input: $input) { ... on SavedView { id } } }`;
const input = { list: 'orders', name: 'Late', query: '' };

const room = usersRoomForFile();
let ada: string;
let id: string;
beforeAll(async () => {
  ada = await room.account();
  const { data } = await room.as(ada)(saveView, { input });
  id = (data.saveView as { id: string }).id;
});

const remove = async (userId: string, view: string) =>
  (await room.as(userId)(deleteView, { id: view })).data.deleteView;

describe('deleteView', () => {
  it('does not find what is no view of yours', async () => {
    const missing = { __typename: 'NotFoundError', code: 'NOT_FOUND' };
    expect(await remove(await room.account(), id)).toEqual(missing);
    expect(await remove(ada, 'nothing')).toEqual(missing);
  });

  it('answers the view, once', async () => {
    expect(await remove(ada, id)).toEqual({ __typename: 'SavedView', id, name: 'Late' });
    expect(await remove(ada, id)).toMatchObject({ __typename: 'NotFoundError' });
  });
});
