import { beforeAll, describe, expect, it } from 'vitest';
import { usersRoomForFile } from '../testing/users-room';

const savedViews = `query ($list: String) {
  savedViews(list: $list) { list name query createdAt updatedAt } }`;
const saveView = `mutation ($input: SaveViewInput!) {
  saveView(input: $input) { ... on SavedView { id } } }`;

const room = usersRoomForFile();
let ada: string;
beforeAll(async () => {
  ada = await room.account();
  const views = [
    ['orders', 'Late'],
    ['customers', 'Locked'],
    ['orders', 'Big'],
  ];
  for (const [list, name] of views)
    await room.as(ada)(saveView, { input: { list, name, query: `q=${name}` } });
});

const namesOf = async (userId: string, list?: string) => {
  const { data, codes } = await room.as(userId)(savedViews, { list });
  expect(codes).toEqual([]);
  return (data.savedViews as { list: string; name: string }[]).map((view) => view.name);
};

describe('savedViews', () => {
  it('lists your own by list and name, or those of one list', async () => {
    expect(await namesOf(ada)).toEqual(['Locked', 'Big', 'Late']);
    expect(await namesOf(ada, 'orders')).toEqual(['Big', 'Late']);
    expect(await namesOf(ada, 'products')).toEqual([]);
    expect(await namesOf(ada, 'orders\0')).toEqual([]);
    expect(await namesOf(await room.account())).toEqual([]);
  });

  it('is part of what is exported about a person', async () => {
    const { data } = await room.as(ada)('{ exportMyData { json } }');
    const exported = JSON.parse((data.exportMyData as { json: string }).json);
    expect(exported.savedViews).toHaveLength(3);
  });
});
