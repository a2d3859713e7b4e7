import { describe, expect, it } from 'vitest';
import type { Viewer } from '../platform/auth/viewer';
import { internalRules as inventoryRules } from '../subgraphs/inventory/internal';
import { internalRules as ordersRules } from '../subgraphs/orders/internal';
import { internalRules as usersRules } from '../subgraphs/users/rules';

const services = ['gateway', 'users', 'inventory', 'orders', 'cli'] as const;
const system: Viewer = { kind: 'system', cause: 'test' };

/** By hand: what each service needs from the others, and nothing else. */
const needed = {
  users: {
    gateway: ['admitAdmin', 'endedTokens', 'resolveApiKey', 'signingKeys'],
    users: ['admitAdmin'],
    inventory: ['actorRights', 'admitAdmin', 'appendAuditEntries'],
    orders: [
      ...['actorRights', 'admitAdmin', 'appendAuditEntries', 'auditChain', 'emailOfAccount'],
      ...['erasedAccounts', 'lockedAccounts', 'rotateSigningKeyWhenOld', 'userIdByEmail'],
    ],
    cli: [
      ...['accessTokenFor', 'admitAdmin', 'auditChain', 'createAccount', 'importCustomers'],
      ...['rotateSigningKey', 'userIdByEmail'],
    ],
  },
  inventory: {
    gateway: [],
    users: [],
    inventory: [],
    orders: [
      ...['confirmReservation', 'forgetKeys', 'knownWarehouses', 'pricedProducts'],
      ...['releaseReservation', 'reservationFacts', 'reserveStock', 'reservedOrders'],
      ...['restockReturns', 'shipStock', 'stockFacts'],
    ],
    cli: [
      ...['createProducts', 'createWarehouses', 'hasProducts', 'importProducts', 'pricedProducts'],
      ...['receiveStock', 'reservationFacts', 'reservedOrders', 'stockFacts'],
    ],
  },
  orders: {
    gateway: ['paymentCallback'],
    users: ['accountsErased', 'accountsLocked', 'exportedOrders'],
    inventory: [],
    orders: ['idempotencyKeyFacts', 'openEffects', 'orderFacts', 'orderFactsOf', 'unknownOrders'],
    cli: [
      ...['idempotencyKeyFacts', 'importCancellations', 'importOrders', 'openEffects'],
      ...['orderFacts', 'orderFactsOf', 'unknownOrders'],
    ],
  },
} as const;

const tables = { users: usersRules, inventory: inventoryRules, orders: ordersRules };

async function isAllowed(rule: object, viewer: Viewer, caller?: string): Promise<boolean> {
  const { resolve } = rule as { resolve: (...given: unknown[]) => Promise<unknown> };
  const context = { viewer, caller, _shield: { cache: {} } };
  return (await resolve.call(rule, {}, {}, context, {}, { debug: true })) === true;
}

async function fieldsFor(room: keyof typeof tables, viewer: Viewer, caller?: string) {
  const fields = Object.values<Record<string, object>>(tables[room]).flatMap(
    Object.entries<object>,
  );
  const allowed = await Promise.all(
    fields.map(async ([field, rule]) => ((await isAllowed(rule, viewer, caller)) ? [field] : [])),
  );
  return allowed.flat().sort();
}

describe.each(Object.keys(tables) as (keyof typeof tables)[])(
  'the internal schema of %s',
  (room) => {
    it.each(services)('is open to %s as far as it needs it', async (caller) => {
      expect(await fieldsFor(room, system, caller)).toEqual(needed[room][caller]);
    });

    it('is closed to whoever is not named, and to all that is not the system', async () => {
      expect(await fieldsFor(room, system, 'stranger')).toEqual([]);
      expect(await fieldsFor(room, system)).toEqual([]);
      const admin: Viewer = {
        ...{ kind: 'user', userId: 'ada', roles: ['ADMIN'], generation: 0, address: '::1' },
      };
      for (const caller of services) expect(await fieldsFor(room, admin, caller)).toEqual([]);
    });
  },
);
