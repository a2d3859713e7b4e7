import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FeatureFlags } from '../../../config/feature-flags';
import { openFeatureFlags } from '../../../config/process/open-feature-flags';
import { parseConfiguration } from '../../../config/schema';
import { serviceCall } from '../../../platform/graphql/service-call';
import { silentLogger as logger } from '../../../platform/testing/silent-logger';
import { type UsersRoom, usersRoom } from '../testing/users-room';

const answered = `{ __typename ... on FeatureFlag { name isOn override reason defaultVariant }
  ... on UserError { code } }`;
const setFlag = `mutation ($name: String!, $isOn: Boolean!) {
  setFeatureFlag(name: $name, isOn: $isOn) ${answered} }`;
const resetFlag = `mutation ($name: String!) { resetFeatureFlag(name: $name) ${answered} }`;
/** What the contract gives other processes. */
const soon = { timeout: 30_000, interval: 100 };
const anybody = { key: 'anybody' };

/** The flags of a process: from the shipped file, and what users knows. */
const flagsOf = (room: () => UsersRoom): FeatureFlags =>
  openFeatureFlags({
    configuration: parseConfiguration({}),
    logger,
    registry: new Registry(),
    users: (...call) => serviceCall(room().subgraph.internal, 'users')(...call),
  });

describe('setFeatureFlag', () => {
  let room: UsersRoom;
  let admin: string;
  const opened: FeatureFlags[] = [];
  const open = () => {
    const flags = flagsOf(() => room);
    opened.push(flags);
    return flags;
  };
  beforeAll(async () => {
    room = await usersRoom({ flags: open() });
    admin = await room.account({ roles: ['ADMIN'] });
  });
  afterAll(async () => {
    for (const flags of opened) flags.stop();
    await room.close();
  });

  const set = async (name: string, isOn: boolean) =>
    (await room.as(admin, 'ADMIN')(setFlag, { name, isOn })).data.setFeatureFlag;

  it('switches a flag for everybody, and gives it back to its source', async () => {
    expect(await set('exact-counts', false)).toEqual({
      __typename: 'FeatureFlag',
      name: 'exact-counts',
      isOn: false,
      override: false,
      reason: 'STATIC',
      defaultVariant: 'on',
    });
    const { data } = await room.as(admin, 'ADMIN')(resetFlag, { name: 'exact-counts' });
    expect(data.resetFeatureFlag).toMatchObject({ isOn: true, override: null });
  });

  it('reaches other processes within 5 s, and those that start later', async () => {
    const other = open();
    expect(await other.isOn('registration', anybody)).toBe(true);
    await set('registration', false);
    await vi.waitFor(
      async () => expect(await other.isOn('registration', anybody)).toBe(false),
      soon,
    );
    expect(await open().isOn('registration', anybody)).toBe(false);
    await set('registration', true);
    await vi.waitFor(
      async () => expect(await other.isOn('registration', anybody)).toBe(true),
      soon,
    );
  });

  it('is seen at once by an ADMIN whose next request reaches another instance', async () => {
    const other = await usersRoom({ database: room.database, flags: open() });
    const instance = other.as(admin, 'ADMIN');
    const overrides = '{ featureFlags { name override } }';
    expect((await instance(overrides)).codes).toEqual([]);
    await set('cached-rows', false);
    const { featureFlags } = (await instance(overrides)).data;
    expect(featureFlags).toContainEqual({ name: 'cached-rows', override: false });
    await set('cached-rows', true);
    await instance(resetFlag, { name: 'cached-rows' });
    const { rows } = await room.database.pool.query(
      `SELECT detail::json->'from' AS was FROM audit_entries WHERE action = 'feature_flag.reset'
       AND subject = 'FeatureFlag:cached-rows'`,
    );
    expect(rows).toEqual([{ was: true }]);
  });

  it('is in the audit log, with what it was before', async () => {
    await set('fraud-review', false);
    await set('fraud-review', true);
    const { rows } = await room.database.pool.query(
      `SELECT actor, action, detail::json FROM audit_entries
       WHERE subject = 'FeatureFlag:fraud-review' ORDER BY at, id`,
    );
    const entry = { actor: `User:${admin}`, action: 'feature_flag.set' };
    expect(rows).toEqual([
      { ...entry, detail: { from: null, to: false } },
      { ...entry, detail: { from: false, to: true } },
    ]);
  });

  it('is for those who are ADMIN now', async () => {
    const given = { name: 'registration', isOn: false };
    const former = await room.account({ roles: ['SUPPORT'] });
    expect((await room.as(former, 'ADMIN')(setFlag, given)).codes).toEqual(['FORBIDDEN']);
  });
});
