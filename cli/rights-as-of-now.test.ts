import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { isAsOfNow } from '../platform/auth/rules';
import { repositoryRoot } from './repository-root';
import { rooms } from './topology/compose-subgraphs';

/** How a mutation finds out what its actor may do at that moment. */
const askedOfUsers = [
  ...['cancelOrder', 'updateShippingAddress', 'shipOrder', 'deliverOrder'],
  ...['refundOrder', 'reviewOrder', 'resolveOrder', 'runJob', 'retryJob'],
  ...['createWebhookEndpoint', 'updateWebhookEndpoint', 'deleteWebhookEndpoint'],
  ...['rotateWebhookSecret', 'redeliverWebhook'],
  ...['adjustStock', 'upsertProducts', 'updateProduct'],
];
/** In the transaction of the change: `store/actor.ts` of users, by the tests of each operation. */
const checkedWithTheRow = [
  ...['assignRoles', 'lockAccount', 'unlockAccount', 'endSessions'],
  ...['createApiKey', 'rotateApiKey', 'revokeApiKey', 'changePassword', 'eraseAccount'],
];
const notNeeded: Readonly<Record<string, string>> = {
  register: 'nobody is signed in yet',
  login: 'nobody is signed in yet',
  refreshSession: 'the refresh token is checked in the database',
  logout: 'the refresh token is checked in the database',
  logoutEverywhere: 'only takes rights away, from the account itself',
  saveAddress: "the account's own data, no rights",
  deleteAddress: "the account's own data, no rights",
  placeOrder: "a buyer's own order, which the buyer pays for; the hot path",
};

const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));
const mutations = Object.keys(api.getMutationType()?.getFields() ?? {});

it('each mutation checks the rights of its actor as they are now, or says why it need not', () => {
  const known = [...askedOfUsers, ...checkedWithTheRow, ...Object.keys(notNeeded)];
  expect([...mutations].sort()).toEqual([...known].sort());
});

it('users is asked by the rules of just those mutations that say so', () => {
  const tables = Object.values(rooms).map(({ rules }) => rules as { Mutation?: object });
  const asking = tables
    .flatMap(({ Mutation = {} }) => Object.entries(Mutation))
    .flatMap(([name, rule]) => (isAsOfNow(rule) ? [name] : []));
  expect(asking.sort()).toEqual([...askedOfUsers].sort());
});
