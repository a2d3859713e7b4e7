import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, isEnumType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../platform/process/repository-root';
import type { Shop } from '../harness/shop';
import { type Attempt, attemptOf, guardedFields, missing, type Things } from './attempts';
import { credentialOf, thingsOf } from './callers';
import { callers, matrix, type Verdict } from './matrix';
import { checkPairsWithoutFactor, isAbsent } from './without-factor';

const api = buildSchema(readFileSync(path.join(repositoryRoot, 'gateway/api.graphql'), 'utf8'));

const enumValues = (name: string): string[] => {
  const type = api.getType(name);
  return isEnumType(type) ? type.getValues().map((value) => value.name) : [];
};
const accountRoles = enumValues('Role');
const keyScopes = enumValues('Scope');

const rootTypes = [api.getQueryType(), api.getMutationType()].filter((type) => type != null);
const rootFields = rootTypes.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({
    coordinate: `${type.name}.${field.name}`,
    attempt: attemptOf(type.name, field),
  })),
);

/** Anybody with the role or the scope may do it with their own orders: so says no role of staff. */
const decidedByOwner = ['Mutation.cancelOrder', 'Mutation.updateShippingAddress'];

/**
 * Operations whose input decides which staff may call them: WAREHOUSE delivers in bulk, and
 * SUPPORT cancels.
 */
const decidedByInput = ['Mutation.startBulkAction'];
const staff = ['SUPPORT', 'WAREHOUSE', 'ADMIN'];

/** What `extensions.requires` has to name: the roles and scopes that the matrix does not refuse. */
function whatAllows(coordinate: string, caller: string) {
  const row = matrix.get(coordinate) ?? [];
  const isKey = callers.find(({ name }) => name === caller)?.scope !== undefined;
  if (decidedByOwner.includes(coordinate) && !isKey) {
    return { roles: ['SUPPORT', 'ADMIN'], scopes: [] };
  }
  if (decidedByInput.includes(coordinate) && caller !== 'warehouse') {
    return { roles: staff, scopes: [] };
  }
  const roles = accountRoles.filter((role) =>
    callers.some(
      (one, place) => one.role === role && one.scope === undefined && row[place] !== 'FORBIDDEN',
    ),
  );
  const scopes = keyScopes.filter((scope) =>
    callers.some((one, place) => one.scope === scope && row[place] !== 'FORBIDDEN'),
  );
  // Every account may do with its own orders what a key of it may.
  return { roles: decidedByOwner.includes(coordinate) ? accountRoles : roles, scopes };
}

/** A caller that may do this has to sign in again: its token has ended. */
const endsTokens = 'Mutation.logoutEverywhere';

const isRefusal = (verdict: Verdict) => verdict === 'FORBIDDEN' || verdict === 'UNAUTHENTICATED';

/** The settings of a shop whose permissions are tried. */
export const strictShop = {
  ORDERPROCESSING_LIMITS_RATE_SIGN_IN_FAILURES_PER_MINUTE: '100000',
  ORDERPROCESSING_AUTH_STAFF_SECOND_FACTOR: 'true',
};

/** Tries every field as every kind of caller. */
export function checkPermissions(running: () => Shop): void {
  let shop: Shop;
  let ofCustomer: Things;
  let ofPartner: Things;
  const credentials = new Map<string, Record<string, string>>();

  async function ask(query: string, headers: Record<string, string> = {}) {
    const { data, errors } = await shop.client.post({ query }, headers);
    const codes = errors.map(({ extensions }) => extensions.code);
    const requires = errors.map(({ extensions }) => extensions.requires);
    const [path = []] = errors.map((error) => error.path ?? []);
    return { data: (data ?? {}) as Record<string, unknown>, codes, requires, path };
  }

  /** Customers use the customer's objects; all others use the partner's. */
  const thingsFor = (name: string) => (name === 'customer' ? ofCustomer : ofPartner);

  /**
   * Callers who find nothing come first, because a caller who finds the object may take it away.
   */
  function casting(coordinate: string): { name: string; expected: Verdict }[] {
    const row = matrix.get(coordinate);
    const cast = callers.map(({ name }, place) => {
      const expected = row?.[place];
      if (expected === undefined) throw new Error(`${coordinate} is not in the matrix`);
      return { name, expected };
    });
    return cast.sort(
      (one, other) => Number(one.expected === 'allowed') - Number(other.expected === 'allowed'),
    );
  }

  /** @param of the refused field. */
  function expectRequires(of: string, caller: string, requires: unknown[]): void {
    const [found] = requires as [{ roles: string[]; scopes: string[] } | undefined];
    if (matrix.get(of)?.[callers.findIndex(({ name }) => name === caller)] !== 'FORBIDDEN') return;
    expect([of, caller, found]).toEqual([of, caller, whatAllows(of, caller)]);
  }

  async function tryAs(
    { name, expected, coordinate }: { name: string; expected: Verdict; coordinate: string },
    attempt: Attempt,
  ): Promise<void> {
    const headers = credentials.get(name);
    const [operation, onNothing] = [attempt(thingsFor(name)), attempt(missing)];
    const { data, codes, requires } = await ask(operation, headers);
    const values = Object.values(data);
    expectRequires(coordinate, name, requires);
    if (isRefusal(expected)) {
      expect([name, codes, values]).toEqual([name, [expected], [null]]);
      return;
    }
    const absent = values.every(isAbsent);
    if (expected === 'absent') {
      const ofNothing = await ask(onNothing, headers);
      expect([name, codes, absent, data]).toEqual([name, [], true, ofNothing.data]);
      return;
    }
    // A customer has no keys: whether one could be revoked is seen by those who have.
    const hasThing = operation !== onNothing;
    if (hasThing) expect([name, codes, absent]).toEqual([name, [], false]);
    // What names nothing of anybody's is answered, or refused for what it says: never for who asks.
    else expect([name, codes.filter((code) => code !== 'BAD_USER_INPUT')]).toEqual([name, []]);
  }

  beforeAll(async () => {
    shop = running();
    ofCustomer = await thingsOf('customer', shop);
    ofPartner = await thingsOf('partner', shop);
    for (const caller of callers) credentials.set(caller.name, await credentialOf(caller, shop));
  });

  test('the matrix has a row for each root field and each guarded field', () => {
    const tried = [
      ...rootFields.map(({ coordinate }) => coordinate),
      ...Object.keys(guardedFields),
    ];
    expect([...matrix.keys()].sort()).toEqual(tried.sort());
  });

  describe('through the gateway each caller gets what the matrix says', () => {
    test.each(rootFields)('of $coordinate', async ({ coordinate, attempt }) => {
      for (const { name, expected } of casting(coordinate)) {
        await tryAs({ name, expected, coordinate }, attempt);
        const caller = callers.find((one) => one.name === name);
        if (coordinate !== endsTokens || expected !== 'allowed' || !caller) continue;
        credentials.set(name, await credentialOf(caller, shop));
      }
    });

    test.each(Object.entries(guardedFields))('of %s', async (coordinate, operation) => {
      for (const { name, expected } of casting(coordinate)) {
        const { codes, data, requires, path: at } = await ask(operation, credentials.get(name));
        // Some callers are refused before they get to the field.
        expectRequires(at.length === 1 ? `Query.${at[0]}` : coordinate, name, requires);
        const [value] = Object.values(data);
        const isThere = Object.values((value ?? {}) as object).some((field) => field !== null);
        const refusals = isRefusal(expected) ? [expected] : [];
        // A field that needs one of another service is refused there, too.
        const kinds = [...new Set(codes)];
        expect([name, kinds, isThere]).toEqual([name, refusals, expected === 'allowed']);
      }
    });
  });

  describe('staff that signs in by the password alone has its other role only', () => {
    checkPairsWithoutFactor(() => ({ shop, things: ofPartner }), rootFields);
  });

  describe('an order is the same by whichever way it is reached', () => {
    const people = ['customer', 'another customer', 'partner', 'support', 'warehouse', 'admin'];
    const parts = 'id number customer { id name email }';

    test.each(people)('for %s', async (name) => {
      const headers = credentials.get(name);
      const { orderId, orderNumber, userId } = ofPartner;
      const { data } = await ask(
        `{ byId: order(id: "${orderId}") { ${parts} }
          byNumber: orderByNumber(number: "${orderNumber}") { ${parts} }
          orders(first: 100) { edges { node { ${parts} } } }
          user(id: "${userId}") { id name email orders(first: 100) { edges { node { ${parts} } } } } }`,
        headers,
      );
      type Node = { id: string; customer: unknown };
      type Listed = { edges: { node: Node }[] };
      const { byId, byNumber, orders, user } = data as unknown as {
        byId: Node | null;
        byNumber: Node | null;
        orders: Listed;
        user: { id: string; name: string; email: string; orders: Listed } | null;
      };
      const within = (list: Listed) =>
        list.edges.map(({ node }) => node).find(({ id }) => id === orderId) ?? null;
      expect(byId === null).toBe(['customer', 'another customer'].includes(name));
      expect(byNumber).toEqual(byId);
      expect(within(orders)).toEqual(byId);
      if (user !== null) expect(within(user.orders)).toEqual(byId);
      // An account that may not be seen is not seen through its order either.
      const { orders: _, ...account } = user ?? { orders: null };
      if (byId !== null) expect(byId.customer).toEqual(user === null ? null : account);
    });
  });
}
