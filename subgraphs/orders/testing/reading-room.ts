import 'reflect-metadata';
import type { Role, Scope } from '../../../access/roles';
import { fixedFeatureFlags } from '../../../config/feature-flags';
import { currentRights } from '../../../platform/auth/current-rights';
import { createExecutor } from '../../../platform/graphql/execute';
import { fieldRateLimits } from '../../../platform/graphql/rate-limit';
import type { RequestScope } from '../../../platform/graphql/request-scope';
import type { ServiceCall } from '../../../platform/graphql/service-call';
import type { Viewer } from '../../../platform/requests/viewer';
import { createLogger } from '../../../platform/telemetry/logger';
import { ClaimedRights } from '../../../platform/testing/claimed-rights';
import { createTestDatabase } from '../../../platform/testing/database';
import { openForFile } from '../../../platform/testing/open-for-file';
import { statementsOf } from '../../../platform/testing/statements';
import { uuidV7 } from '../../../platform/values/uuid';
import type { Prisma } from '../../../prisma/orders/generated/client';
import { orderNumber } from '../domain/order-number';
import { ordersLoaders } from '../loaders';
import { publicSchema } from '../public-schema';
import { ordersStore } from '../store';
import { ordersDatabase } from '../store/database';
import { testOrdersKeys } from './orders-keys';

/** Orders with a separate database, for reads; other services are missing. */

const address = '192.0.2.1';

export const anonymous: Viewer = { kind: 'anonymous', address };

export function person(userId: string, ...roles: Role[]): Viewer {
  const held: Role[] = roles.length > 0 ? roles : ['CUSTOMER'];
  return { kind: 'user', userId, roles: held, generation: 0, address };
}

export function keyOf(userId: string, scopes: Scope[], ...roles: Role[]): Viewer {
  const key = { keyId: uuidV7(), secretId: '', scopes, quotaPerMinute: null };
  return { kind: 'apiKey', userId, roles, ...key, address };
}

export type StoredOrder = Partial<Prisma.OrderUncheckedCreateInput> & {
  readonly recipient?: string;
  readonly skus?: readonly string[];
};

const unitPriceMinor = 1_000n;
export const traceViewer = 'https://traces.test/?order={order}';

/** A response: data, and the codes of errors. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read arbitrary selections.
  readonly data: any;
  readonly codes: unknown[];
}

/** @param level `silent` for tests that call mutations only to check permissions. */
export async function readingRoom(
  users: ServiceCall = noUsers,
  level: 'error' | 'silent' = 'error',
  flags = fixedFeatureFlags(),
) {
  const database = await createTestDatabase('orders');
  const { prisma } = ordersDatabase(database.pool, testOrdersKeys);
  const claims = new ClaimedRights();
  const logger = createLogger({ level, pretty: true, name: 'test' });
  const rights = currentRights(claims.call(users), logger);
  const store = ordersStore(database.pool, testOrdersKeys);
  const answerLimits = { answerObjects: 20_000, answerBytes: 10_000_000 };
  const execute = createExecutor({
    schema: publicSchema(fieldRateLimits(null, {})),
    createContext: (scope) => ({
      ...scope,
      store,
      users,
      rights,
      flags,
      configuration: { telemetry: { tracing: { viewer: traceViewer } } },
      loaders: ordersLoaders(store, scope.answerBudget),
    }),
    logger,
    answerLimits,
  });
  return {
    prisma,
    answerLimits,
    pool: database.pool,
    store,
    reads: store.reads,
    drop: database.drop,
    statementsOf: async (action: () => Promise<unknown>) =>
      (await statementsOf(database.pool, action)).length,
    place: (given: StoredOrder) => prisma.order.create({ data: storedOrder(given) }),

    async ask(viewer: Viewer, query: string, variables = {}): Promise<Answer> {
      claims.hear(viewer);
      const scope: RequestScope = {
        viewer,
        requestId: 'test',
        signal: new AbortController().signal,
      };
      const { data, errors = [] } = await execute({ query, variables }, scope);
      const codes = errors.map(({ extensions, message }) => extensions.code ?? message);
      return { data: JSON.parse(JSON.stringify(data ?? null)), codes };
    },
  };
}

export type ReadingRoom = Awaited<ReturnType<typeof readingRoom>>;

/** A room for the tests of a file. */
export const readingRoomForFile = (): ReadingRoom =>
  openForFile(readingRoom, (opened) => opened.drop());

export async function noUsers(): Promise<never> {
  throw new Error('This test expects no call of users.');
}

function storedOrder({ recipient = 'Ada Lovelace', skus = ['A-1'], ...given }: StoredOrder) {
  const subtotalMinor = unitPriceMinor * BigInt(skus.length);
  return {
    id: uuidV7(),
    number: orderNumber(0),
    customerId: uuidV7(),
    status: 'CONFIRMED',
    currency: 'EUR',
    subtotalMinor,
    shippingMinor: 490n,
    taxMinor: 0n,
    totalMinor: subtotalMinor + 490n,
    shippingAddress: { recipient, line1: 'Street 1', city: 'Bonn', postalCode: '1', country: 'DE' },
    paymentStatus: 'AUTHORIZED',
    lines: {
      create: skus.map((sku, index) => ({
        position: index + 1,
        sku,
        name: `Thing ${sku}`,
        quantity: 1,
        unitPriceMinor,
      })),
    },
    ...given,
  } satisfies Prisma.OrderUncheckedCreateInput;
}
