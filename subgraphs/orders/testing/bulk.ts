import { eventually } from '../../../platform/testing/eventually';
import { uuidV7 } from '../../../platform/values/uuid';
import { person, type Shop } from './shop';

const fields = `id action state reason actor total succeeded failed createdAt startedAt stoppedAt
  finishedAt items(first: 100) { nodes { state code message order { id status } } }`;

const start = `mutation ($input: StartBulkActionInput!) { startBulkAction(input: $input) {
  __typename ... on BulkAction { ${fields} } ... on UserError { code }
  ... on ValidationError { fields { path message } } } }`;
const read = `query ($id: ID!) { bulkAction(id: $id) { ${fields} } }`;

export const support = person(uuidV7(), 'SUPPORT');
export const warehouse = person(uuidV7(), 'WAREHOUSE');
export const admin = person(uuidV7(), 'ADMIN');

/** Bulk actions of a shop, as staff uses them. */
export function bulkActionsOf(shop: Shop) {
  async function begin(given: object, viewer = support) {
    const input = {
      action: 'CANCEL',
      reason: 'recalled',
      idempotencyKey: `key-${uuidV7()}`,
      ...given,
    };
    const { data, codes } = await shop.ask(viewer, start, { input });
    return codes.length > 0 ? codes : data.startBulkAction;
  }

  const byId = async (id: string, viewer = support) =>
    (await shop.ask(viewer, read, { id })).data.bulkAction;

  return {
    begin,
    byId,

    /** Starts the background work of the shop before. */
    async finished(id: string, viewer = support) {
      await eventually('a finished bulk action', async () => {
        return (await byId(id, viewer)).state === 'FINISHED';
      });
      return byId(id, viewer);
    },

    async placed(count: number, given: object = {}): Promise<string[]> {
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) ids.push((await shop.place(person(uuidV7()), given)).id);
      return ids;
    },
  };
}
