import { expect, test } from 'vitest';
import { ConfigurationError } from '../../platform/config/configuration-error';
import { parseConfiguration } from '.';
import { isChangeable } from './changeable';
import { readsReplicas } from './replicas';
import { plaintextLinks } from './tls';
import { weakeningsOf } from './weakenings';

const primary = 'postgresql://users:secret@db.internal/users';
const standby = 'postgresql://users:secret@standby.internal/users';
const parsed = (database: object, environment = 'test') =>
  parseConfiguration({ environment, database }).database;

test('nothing is read from replicas unless one is named, or a gateway knows that there are some', () => {
  expect(readsReplicas(parsed({}))).toBe(false);
  const users = { url: primary, replicaUrls: [standby] };
  const others = { inventory: { url: primary }, orders: { url: primary } };
  expect(readsReplicas(parsed({ users, ...others }))).toBe(true);
  expect(readsReplicas(parsed({ users, ...others, replicas: { reads: false } }))).toBe(false);
  expect(readsReplicas(parsed({ replicas: { reads: true } }))).toBe(true);
});

test('a replica needs a primary', () => {
  const alone = () => parsed({ users: { replicaUrls: [standby] } });
  expect(alone).toThrow(ConfigurationError);
  expect(alone).toThrow('database.users.replicaUrls');
});

test('replicas have the TLS of their primary', () => {
  const authorityFile = '/ca.pem';
  const users = { url: primary, replicaUrls: [`${standby}?sslmode=verify-full`] };
  const others = { inventory: { url: primary }, orders: { url: primary } };
  const { replicaUrls } = parsed({ users, ...others, authorityFile }).users;
  expect(replicaUrls).toEqual([`${standby}?sslmode=verify-full&sslrootcert=%2Fca.pem`]);
  const open = { users: { url: primary, replicaUrls: [standby, `${standby}?sslmode=disable`] } };
  expect(plaintextLinks({ database: open }).map(({ path }) => path)).toEqual([
    'database.users.replicaUrls',
  ]);
});

test('a superuser on the machine of a replica is as weak as on that of its primary', () => {
  const replicaUrls = ['postgresql://postgres:x7Kq2@standby.internal/users'];
  const database = { users: { url: primary, replicaUrls } };
  const found = weakeningsOf({ environment: 'production', database });
  expect(found.map(({ path }) => path)).toContain('database.users.replicaUrls');
});

test('their password changes while the shop runs, their server does not', () => {
  const path = 'database.users.replicaUrls';
  expect(isChangeable(path, [standby], [standby.replace('secret', 'new')])).toBe(true);
  expect(isChangeable(path, [standby], [primary])).toBe(false);
  expect(isChangeable(path, [standby], [standby, standby])).toBe(false);
});
