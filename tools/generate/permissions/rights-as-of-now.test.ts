import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { rooms } from '../../../cli/topology/compose-subgraphs';
import { isAsOfNow } from '../../../platform/auth/rules';
import { repositoryRoot } from '../../../platform/process/repository-root';

/** Mutations whose rules ask users for the actor's current rights. */
const checkedByUsers = [
  'cancelOrder',
  'updateShippingAddress',
  'shipOrder',
  'deliverOrder',
  'refundOrder',
  'reviewOrder',
  'resolveOrder',
  'runJob',
  'retryJob',
  'startBulkAction',
  'stopBulkAction',
  'createWebhookEndpoint',
  'updateWebhookEndpoint',
  'deleteWebhookEndpoint',
  'rotateWebhookSecret',
  'redeliverWebhook',
  'sendTestWebhook',
  'adjustStock',
  'upsertProducts',
  'updateProduct',
  'recordStockCount',
  'setReorderPoints',
  'createWarehouse',
  'updateWarehouse',
];
/**
 * Checked in the transaction of the change by `store/actor.ts` of users; each operation tests it.
 */
const checkedWithTheRow = [
  'assignRoles',
  'setFeatureFlag',
  'resetFeatureFlag',
  'lockAccount',
  'unlockAccount',
  'endSessions',
  'enrolTotp',
  'confirmTotp',
  'removeSecondFactor',
  'resetSecondFactor',
  'createApiKey',
  'rotateApiKey',
  'revokeApiKey',
  'changePassword',
  'eraseAccount',
];
const notNeeded: Readonly<Record<string, string>> = {
  register: 'nobody is signed in yet',
  login: 'nobody is signed in yet',
  confirmSecondFactor: 'nobody is signed in yet',
  requestPasswordReset: 'nobody is signed in yet',
  resetPassword: 'the mailed token is checked in the database',
  verifyEmail: 'the mailed token is checked in the database',
  disownChange: 'the mailed token is checked in the database',
  requestDataExport: "the account's own data, which its owner alone can download",
  requestEmailVerification: "a mail to the account's own address",
  updateProfile: "the account's own data, no rights; a new address needs the password",
  refreshSession: 'the refresh token is checked in the database',
  logout: 'the refresh token is checked in the database',
  logoutEverywhere: 'only takes rights away, from the account itself',
  saveAddress: "the account's own data, no rights",
  deleteAddress: "the account's own data, no rights",
  saveView: "the account's own data, no rights",
  deleteView: "the account's own data, no rights",
  placeOrder: "a buyer's own order, which the buyer pays for; performance matters",
};

const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));
const mutations = Object.keys(api.getMutationType()?.getFields() ?? {});

it('each mutation checks the current rights of its actor, or says why it need not', () => {
  const all = [...checkedByUsers, ...checkedWithTheRow, ...Object.keys(notNeeded)];
  expect([...mutations].sort()).toEqual([...all].sort());
});

it('exactly the listed mutations have rules that ask users', () => {
  const tables = Object.values(rooms).map(({ rules }) => rules as { Mutation?: object });
  const actual = tables
    .flatMap(({ Mutation = {} }) => Object.entries(Mutation))
    .flatMap(([name, rule]) => (isAsOfNow(rule) ? [name] : []));
  expect(actual.sort()).toEqual([...checkedByUsers].sort());
});
