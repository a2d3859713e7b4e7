import { describe, expect, it } from 'vitest';
import { rooms } from '../../../cli/topology/compose-subgraphs';
import { type SubgraphName, subgraphNames, subgraphRow } from '../../../config/subgraphs';
import type { Viewer } from '../../../platform/requests/viewer';

const services = ['gateway', ...subgraphNames, 'cli'] as const;
type Service = (typeof services)[number];
const system: Viewer = { kind: 'system', cause: 'test' };

/** Written by hand: exactly the fields that each service needs from the others. */
const needed: Record<SubgraphName, Partial<Record<Service, readonly string[]>>> = {
  users: {
    gateway: [
      'admitAdmin',
      'dataExportPart',
      'endedTokens',
      'flagOverrides',
      'keyUsedFrom',
      'openDataExport',
      'resolveApiKey',
      'signingKeys',
    ],
    users: ['admitAdmin', 'flagOverrides'],
    inventory: ['actorRights', 'admitAdmin', 'appendAuditEntries', 'flagOverrides'],
    orders: [
      'actorRights',
      'admitAdmin',
      'appendAuditEntries',
      'auditChain',
      'erasedAccounts',
      'flagOverrides',
      'forgetErasures',
      'forgetExpired',
      'isEmailVerified',
      'lockedAccounts',
      'mailJobs',
      'mailRecipient',
      'retryMail',
      'rotateSigningKeyWhenOld',
      'startedAgain',
      'userIdByEmail',
    ],
    cli: [
      'acceptUnsignedEntries',
      'accessAudit',
      'accessTokenFor',
      'admitAdmin',
      'appendAuditEntries',
      'assignRolesByOperator',
      'auditChain',
      'auditExport',
      'createAccount',
      'createAdministrator',
      'eraseAccountByOperator',
      'flagOverrides',
      'importCustomers',
      'resetSecondFactorByOperator',
      'rotateSigningKey',
      'signAuditExport',
      'userIdByEmail',
    ],
  },
  inventory: {
    orders: [
      'confirmReservations',
      'expireReservations',
      'forgetKeys',
      'forgetMovements',
      'heldReservations',
      'knownWarehouses',
      'pricedProducts',
      'releaseReservation',
      'reservationFacts',
      'reserveStock',
      'reservedOrders',
      'restockReturns',
      'shipStock',
      'stockFacts',
    ],
    cli: [
      'createProducts',
      'createWarehouses',
      'hasProducts',
      'importProducts',
      'importStock',
      'pricedProducts',
      'receiveStock',
      'releaseReservation',
      'reservationFacts',
      'reservedOrders',
      'stockFacts',
    ],
  },
  orders: {
    gateway: ['paymentCallback'],
    users: ['accountsErased', 'accountsLocked', 'exportedOrders'],
    orders: [
      'idempotencyKeyFacts',
      'openEffects',
      'orderFacts',
      'orderFactsOf',
      'orderStatsFacts',
      'unknownOrders',
    ],
    cli: [
      'idempotencyKeyFacts',
      'importCancellations',
      'importOrders',
      'openEffects',
      'orderFacts',
      'orderFactsOf',
      'orderStatsFacts',
      'unknownOrders',
    ],
  },
};

async function isAllowed(rule: object, viewer: Viewer, caller?: string): Promise<boolean> {
  const { resolve } = rule as { resolve: (...given: unknown[]) => Promise<unknown> };
  const context = { viewer, caller, _shield: { cache: {} } };
  return (await resolve.call(rule, {}, {}, context, {}, { debug: true })) === true;
}

async function fieldsFor(room: SubgraphName, viewer: Viewer, caller?: string) {
  const tables = rooms[room].internalRules as Record<string, Record<string, object>>;
  const fields = Object.values(tables).flatMap(Object.entries<object>);
  const allowed = await Promise.all(
    fields.map(async ([field, rule]) => ((await isAllowed(rule, viewer, caller)) ? [field] : [])),
  );
  return allowed.flat().sort();
}

describe.each(subgraphNames)('the internal schema of %s', (room) => {
  it.each(services)('allows %s only the fields that it needs', async (caller) => {
    expect(await fieldsFor(room, system, caller)).toEqual(needed[room][caller] ?? []);
  });

  it('accepts over the network only the other services that may call a field', () => {
    const others = services.filter((caller) => caller !== room && needed[room][caller]);
    expect([...subgraphRow(room).internalCallers].sort()).toEqual(others.sort());
  });

  it('denies unlisted callers, and viewers other than the system', async () => {
    expect(await fieldsFor(room, system, 'stranger')).toEqual([]);
    expect(await fieldsFor(room, system)).toEqual([]);
    const admin: Viewer = {
      kind: 'user',
      userId: 'ada',
      roles: ['ADMIN'],
      generation: 0,
      address: '::1',
    };
    for (const caller of services) expect(await fieldsFor(room, admin, caller)).toEqual([]);
  });
});
