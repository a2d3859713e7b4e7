import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { ServiceCall } from '../graphql/service-call';
import { hasRole, type Viewer } from '../requests/viewer';
import { silentLogger as logger } from '../testing/silent-logger';
import { currentRights } from './current-rights';
import { accessRules, asOfNow, everyone, isAsOfNow } from './rules';

const { withRole, demand } = accessRules({ roles: ['CUSTOMER', 'SUPPORT'], scopes: [] });
const support = withRole(['SUPPORT']);
const supportNow = asOfNow('support now', support);
const staff: Viewer = {
  kind: 'user',
  userId: 'ada',
  roles: ['SUPPORT'],
  generation: 3,
  address: '::1',
};

async function outcome(viewer: Viewer, users: ServiceCall, rule: object = supportNow) {
  const scope = { viewer, requestId: 'r', signal: new AbortController().signal };
  const context = { ...scope, rights: currentRights(users, logger), _shield: { cache: {} } };
  const { resolve } = rule as { resolve: (...given: unknown[]) => Promise<unknown> };
  const said = await resolve.call(rule, {}, {}, context, {}, { debug: true });
  return said === true ? 'yes' : (said as { extensions: { code: string } }).extensions.code;
}

const saying = (actorRights: object | null) =>
  (async () => ({ actorRights })) as unknown as ServiceCall;
const held = { roles: ['SUPPORT'], scopes: [], hasEnded: false };

describe('a rule about this moment', () => {
  it.each([
    ['lets through who holds the role now', held, 'yes'],
    ['refuses who has lost it', { ...held, roles: ['CUSTOMER'], hasEnded: true }, 'FORBIDDEN'],
    ['refuses whose session has ended', { ...held, hasEnded: true }, 'UNAUTHENTICATED'],
    ['refuses an account that no longer works', null, 'UNAUTHENTICATED'],
  ])('%s', async (_name, rights, expected) => {
    expect(await outcome(staff, saying(rights))).toBe(expected);
  });

  it('checks the generation of the token each time', async () => {
    const asked: unknown[] = [];
    const users = (async (_query: string, variables: object) => {
      asked.push(variables);
      return { actorRights: held };
    }) as ServiceCall;
    await outcome(staff, users);
    await outcome(staff, users);
    expect(asked).toEqual([
      { userId: 'ada', generation: 3 },
      { userId: 'ada', generation: 3 },
    ]);
  });

  it('is SERVICE_UNAVAILABLE without an answer', async () => {
    const away = (() => Promise.reject(new Error('connection refused'))) as ServiceCall;
    expect(await outcome(staff, away)).toBe('SERVICE_UNAVAILABLE');
  });

  it('refuses by the token alone if it lacks the role, without a call', async () => {
    const nobody = (() => Promise.reject(new Error('asked'))) as ServiceCall;
    const customer: Viewer = { ...staff, roles: ['CUSTOMER'] };
    expect(await outcome(customer, nobody)).toBe('FORBIDDEN');
    expect(await outcome({ kind: 'anonymous', address: '::1' }, nobody)).toBe('UNAUTHENTICATED');
  });

  it('makes no call for viewers whom it does not concern', async () => {
    const nobody = (() => Promise.reject(new Error('asked'))) as ServiceCall;
    const rule = asOfNow('support, others now', support, () => false);
    expect(await outcome(staff, nobody, rule)).toBe('yes');
  });

  it('is distinguished from other rules, and needs a rule with a test', () => {
    expect([isAsOfNow(supportNow), isAsOfNow(support)]).toEqual([true, false]);
    expect(() => asOfNow('everyone now', everyone)).toThrow('has no test');
  });
});

describe('a demand within an operation', () => {
  const isSupport = (viewer: Viewer) => hasRole(viewer, 'SUPPORT');

  it('accepts viewers who have the role', () => {
    expect(() => demand(isSupport, staff)).not.toThrow();
  });

  it('is FORBIDDEN for others, with what would allow it', () => {
    const refused = () => demand(isSupport, { ...staff, roles: ['CUSTOMER'] });
    expect(refused).toThrow(GraphQLError);
    expect(refused).toThrow(
      expect.objectContaining({
        extensions: { code: 'FORBIDDEN', requires: { roles: ['SUPPORT'], scopes: [] } },
      }),
    );
  });
});
