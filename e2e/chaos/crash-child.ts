import 'reflect-metadata';
import { Registry } from 'prom-client';
import { parseConfiguration } from '../../config/schema';
import { type PaymentProvider, PaymentUnavailableError } from '../../payments/provider';
import { SandboxProvider } from '../../payments/sandbox-provider';
import type { Viewer } from '../../platform/auth/viewer';
import { createPool } from '../../platform/database/pool';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import { createLogger } from '../../platform/telemetry/logger';
import { ClaimedRights } from '../../platform/testing/claimed-rights';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import type { Plan, Step, ToChild, ToParent } from './crash-messages';

/**
 * Orders and inventory in a process that can be told at which call it, or whoever it calls, is to
 * die. The rooms are those that a shop runs; what is around them is how they reach each other.
 */

const logger = createLogger({ level: 'silent', pretty: false, name: 'crash-child' });
const scopeDeadlineMs = 30_000;

const stepOf: Readonly<Record<string, Step>> = {
  reserveStock: 'RESERVE',
  confirmReservation: 'CONFIRM',
  releaseReservation: 'RELEASE',
  shipStock: 'SHIP',
  restockReturns: 'RESTOCK',
  authorize: 'AUTHORIZE',
  capture: 'CAPTURE',
  void: 'VOID',
  refund: 'REFUND',
};

let plan: Plan | null = null;
/** The answer was handed on: whatever is done next is not done any more. */
let diesNext = false;
let relays = 0;
const waiting = new Map<number, (message: Extract<ToChild, { kind: 'relayed' }>) => void>();

/** The parent may be gone; then there is nobody to tell. */
const tell = (message: ToParent): void =>
  void process.send?.(message, undefined, undefined, () => undefined);

/** Nothing after it is run: a signal to oneself is delivered before the call returns. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Has the parent see to the death of the other side, and to what comes of the call. */
function relay(asked: { query?: string; variables?: object }) {
  relays += 1;
  const id = relays;
  const answered = new Promise<Extract<ToChild, { kind: 'relayed' }>>((resolve) => {
    waiting.set(id, resolve);
  });
  tell({ kind: 'relay', id, ...asked });
  return answered;
}

interface Calls<Value> {
  /** The call as it is. */
  readonly call: () => Promise<Value>;
  /** The same, with the other side dying over it at the point of the plan. */
  readonly deadly: (at: Plan['at']) => Promise<Value>;
}

async function around<Value>(name: string, { call, deadly }: Calls<Value>): Promise<Value> {
  if (diesNext) die();
  const current = plan;
  if (current === null || stepOf[name] !== current.step) return call();
  plan = null;
  if (current.side === 'other') return deadly(current.at);
  if (current.at === 'before') die();
  const value = await call();
  if (current.at === 'committed') die();
  diesNext = true;
  return value;
}

/** Inventory dies in a process of its own: the parent passes the call on to it. */
function deadlyInventory(call: ServiceCall): ServiceCall {
  return <Data>(query: string, variables: Record<string, unknown>, scope: object) => {
    const [name = ''] = Object.keys(stepOf).filter((step) => query.includes(`${step}(`));
    return around<Data>(name, {
      call: () => call<Data>(query, variables, scope as Parameters<ServiceCall>[2]),
      deadly: async () => {
        const { data } = await relay({ query, variables });
        if (data === undefined) throw new Error('Inventory has died.');
        return data as Data;
      },
    });
  };
}

/** The sandbox is a process already: it is killed by its id. */
function deadlyPayments(provider: SandboxProvider): PaymentProvider {
  const guarded = <Value>(name: string, call: () => Promise<Value>) =>
    around(name, {
      call,
      deadly: async (at) => {
        if (at === 'before') {
          await relay({});
          throw new PaymentUnavailableError('The provider has died.');
        }
        const value = await call();
        await relay({});
        if (at === 'committed') throw new PaymentUnavailableError('The provider has died.');
        return value;
      },
    });
  return {
    name: provider.name,
    authorize: (...given) => guarded('authorize', () => provider.authorize(...given)),
    capture: (...given) => guarded('capture', () => provider.capture(...given)),
    void: (...given) => guarded('void', () => provider.void(...given)),
    refund: (...given) => guarded('refund', () => provider.refund(...given)),
    lookup: (key, signal) => provider.lookup(key, signal),
    readCallback: (...given) => provider.readCallback(...given),
  };
}

function open(given: Extract<ToChild, { kind: 'open' }>) {
  const configuration = parseConfiguration({ environment: 'test' });
  const rights = new ClaimedRights();
  const users: ServiceCall = () => Promise.reject(new Error('Nobody is asked for accounts.'));
  const dependenciesOf = (room: 'orders' | 'inventory') => ({
    database: createPool({ url: given.urls[room], name: room, logger, max: 4 }),
    rateLimits: fieldRateLimits(null, {}),
    configuration,
    logger,
    registry: new Registry(),
    users: rights.call(users),
  });
  const inventory = inventorySubgraph(dependenciesOf('inventory'));
  const ownInventory = serviceCall(inventory.internal, 'orders');
  const stocking = serviceCall(inventory.internal, 'cli');
  const { sandboxUrl: url, apiSecret, callbackSecret } = given;
  const orders = ordersSubgraph({
    ...dependenciesOf('orders'),
    inventory: deadlyInventory(ownInventory),
    payments: deadlyPayments(new SandboxProvider({ url, apiSecret, callbackSecret })),
  });
  if (given.works) orders.startWork();
  return { orders, inventory: ownInventory, stocking, rights };
}

type Rooms = ReturnType<typeof open>;

const system: Viewer = { kind: 'system', cause: 'crash-points' };

const scopeOf = (viewer: Viewer) => ({
  viewer,
  requestId: 'crash-points',
  signal: AbortSignal.timeout(scopeDeadlineMs),
});

async function ask(rooms: Rooms, asked: Extract<ToChild, { kind: 'ask' }>): Promise<void> {
  const { id, query, variables, viewer } = asked;
  rooms.rights.hear(viewer);
  const { data, errors } = await rooms.orders.execute({ query, variables }, scopeOf(viewer));
  if (diesNext) die();
  tell({ kind: 'answer', id, data, errors: errors?.map(({ message }) => message) ?? [] });
}

async function serve(rooms: Rooms, asked: Extract<ToChild, { kind: 'serve' }>): Promise<void> {
  const { id, query, variables } = asked;
  const call = query.includes('createWarehouses') ? rooms.stocking : rooms.inventory;
  const data = await call<object>(query, variables, scopeOf(system));
  if (asked.diesCommitted) die();
  tell({ kind: 'answer', id, data, errors: [] });
}

let rooms: Rooms | null = null;

async function follow(message: ToChild): Promise<void> {
  if (message.kind === 'open') {
    rooms = open(message);
    tell({ kind: 'ready' });
    return;
  }
  if (rooms === null) throw new Error('It has to be opened first.');
  switch (message.kind) {
    case 'plan':
      plan = message.plan;
      return;
    case 'ask':
      return ask(rooms, message);
    case 'serve':
      return serve(rooms, message);
    case 'relayed':
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
      return;
  }
}

process.on('message', (message) => void follow(message as ToChild));
process.on('disconnect', () => process.exit(0));
