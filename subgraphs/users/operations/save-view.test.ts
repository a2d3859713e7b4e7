import { beforeAll, describe, expect, it } from 'vitest';
import { savedViewsMax } from '../domain/saved-view';
import { type Caller, usersRoomForFile } from '../testing/users-room';

const saveView = `mutation ($id: ID, $input: SaveViewInput!) { saveView(id: $id, input: $input) {
  __typename
  ... on SavedView { id list name query }
  ... on UserError { code }
  ... on ValidationError { fields { path message } }
} }`;
const late = { list: 'orders', name: 'Late', query: 'status=CONFIRMED&placedTo=2026-11-01' };

const room = usersRoomForFile();
let ada: string;
let bob: string;
beforeAll(async () => {
  ada = await room.account({ roles: ['SUPPORT'] });
  bob = await room.account();
});

interface Saved {
  readonly __typename: string;
  readonly id: string;
}

async function save(caller: Caller, input: object, id?: string): Promise<Saved> {
  const { data, codes } = await caller(saveView, { id, input });
  expect(codes).toEqual([]);
  return data.saveView as Saved;
}

const refused = (path: string[]) => ({
  __typename: 'ValidationError',
  fields: [{ path, message: expect.any(String) }],
});

describe('saveView', () => {
  it('adds a view, and replaces it under its id', async () => {
    const support = room.as(ada, 'SUPPORT');
    const saved = await save(support, { ...late, name: ' Late ' });
    expect(saved).toMatchObject({ __typename: 'SavedView', ...late });
    const changed = { ...late, name: 'LATE', query: '' };
    expect(await save(support, changed, saved.id.toUpperCase())).toEqual({ ...saved, ...changed });
    const { rows } = await room.database.pool.query(
      `SELECT action, subject FROM audit_entries WHERE actor = $1`,
      [`User:${ada}`],
    );
    expect(rows).toEqual(Array(2).fill({ action: 'view.save', subject: `SavedView:${saved.id}` }));
  });

  it('refuses a name that another view of the list has, in any case', async () => {
    const support = room.as(ada, 'SUPPORT');
    expect(await save(support, { ...late, name: 'late' })).toMatchObject(refused(['name']));
    expect(await save(support, { ...late, list: 'products' })).toMatchObject({ name: 'Late' });
    expect(await save(room.as(bob), late)).toMatchObject(late);
  });

  it.each([
    ['a list that is no name of one', { list: 'Orders!' }, ['list']],
    ['no name', { name: '  ' }, ['name']],
    ['a long name', { name: 'x'.repeat(81) }, ['name']],
    ['a card number as a name', { name: '4242 4242 4242 4242' }, ['name']],
    ['a card number in the query', { query: 'q=4242+4242%204242-4242' }, ['query']],
    ['a long query', { query: 'x'.repeat(4_001) }, ['query']],
  ])('refuses %s', async (_what, given, path) => {
    expect(await save(room.as(bob), { ...late, ...given })).toMatchObject(refused(path));
  });

  it('does not find the view of somebody else', async () => {
    const { id } = await save(room.as(ada, 'SUPPORT'), { ...late, name: 'Mine' });
    for (const other of [id, 'nothing']) {
      const answer = await save(room.as(bob), { ...late, name: 'Stolen' }, other);
      expect(answer).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
  });

  it(`keeps at most ${savedViewsMax} of an account, also of calls at the same time`, async () => {
    const eve = await room.account();
    await room.database.pool.query(
      `INSERT INTO saved_views (id, user_id, list, name, query)
       SELECT gen_random_uuid(), $1, 'orders', 'View ' || n, '' FROM generate_series(2, $2) AS n`,
      [eve, savedViewsMax],
    );
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((name) => save(room.as(eve), { ...late, name })),
    );
    const kinds = answers.map(({ __typename }) => __typename).sort();
    expect(kinds).toEqual(['SavedView', 'ValidationError', 'ValidationError']);
    expect(answers).toContainEqual(expect.objectContaining(refused([])));
  });
});
