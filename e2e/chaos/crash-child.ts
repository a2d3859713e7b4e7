import 'reflect-metadata';
import { Registry } from 'prom-client';
import { parseConfiguration } from '../../config/schema';
import { type PaymentProvider, PaymentUnavailableError } from '../../payments/provider';
import { SandboxProvider } from '../../payments/sandbox-provider';
import { createPool } from '../../platform/database/pool';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { type ServiceCall, serviceCall } from '../../platform/graphql/service-call';
import type { Viewer } from '../../platform/requests/viewer';
import { createLogger } from '../../platform/telemetry/logger';
import { ClaimedRights } from '../../platform/testing/claimed-rights';
import { inventorySubgraph } from '../../subgraphs/inventory/subgraph';
import { ordersSubgraph } from '../../subgraphs/orders/subgraph';
import type { Plan, Step, ToChild, ToParent } from './crash-messages';

/**
 * Orders and inventory in a process that crashes at a given call, or whose callee does. The
 * subgraphs are those of a real shop; only the calls between them are replaced.
 */

const logger = createLogger({ level: 'silent', pretty: false, name: 'crash-child' });
const scopeDeadlineMs = 30_000;
/** Long enough for the next call or for writing the result, whichever comes. */
const lastMomentMs = 500;

const stepOf: Readonly<Record<string, Step>> = {
  reserveStock: 'RESERVE',
  confirmReservations: 'CONFIRM',
  releaseReservation: 'RELEASE',
  shipStock: 'SHIP',
  restockReturns: 'RESTOCK',
  authorize: 'AUTHORIZE',
  capture: 'CAPTURE',
  void: 'VOID',
  refund: 'REFUND',
};

let plan: Plan | null = null;
/** The response was passed on; nothing after this is executed. */
let diesNext = false;
let relays = 0;
const waiting = new Map<number, (message: Extract<ToChild, { kind: 'relayed' }>) => void>();

/** Does nothing if the parent has exited. */
const tell = (message: ToParent): void =>
  void process.send?.(message, undefined, undefined, () => undefined);

/**
 * Nothing after it is executed: a signal to the own process is delivered before the call returns.
 */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Lets the parent crash the other side and provide the result of the call. */
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
  /** The unchanged call. */
  readonly call: () => Promise<Value>;
  /** The same, but the other side crashes at the planned point. */
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
  // The last call of a workflow, such as the void after a cancellation, is followed by none, and
  // its request was answered before.
  setTimeout(die, lastMomentMs);
  return value;
}

/** Inventory crashes in a separate process, to which the parent forwards the call. */
function deadlyInventory(call: ServiceCall): ServiceCall {
  return <Data>(query: string, variables: Record<string, unknown>, scope: object) => {
    const [name = ''] = Object.keys(stepOf).filter((step) => query.includes(`${step}(`));
    return around<Data>(name, {
      call: () => call<Data>(query, variables, scope as Parameters<ServiceCall>[2]),
      deadly: async () => {
        const { data } = await relay({ query, variables });
        if (data === undefined) throw new Error('Inventory has crashed.');
        return data as Data;
      },
    });
  };
}

/** The sandbox is a separate process and is killed by its id. */
function deadlyPayments(provider: SandboxProvider): PaymentProvider {
  const guarded = <Value>(name: string, call: () => Promise<Value>) =>
    around(name, {
      call,
      deadly: async (at) => {
        if (at === 'before') {
          await relay({});
          throw new PaymentUnavailableError('The provider has crashed.');
        }
        const value = await call();
        await relay({});
        if (at === 'committed') throw new PaymentUnavailableError('The provider has crashed.');
        return value;
      },
    });
  return {
    name: provider.name,
    stepOf: () => provider.stepOf(),
    authorize: (...given) => guarded('authorize', () => provider.authorize(...given)),
    capture: (...given) => guarded('capture', () => provider.capture(...given)),
    void: (...given) => guarded('void', () => provider.void(...given)),
    refund: (...given) => guarded('refund', () => provider.refund(...given)),
    refundFailure: () => provider.refundFailure(),
    lookup: (key, signal) => provider.lookup(key, signal),
    readCallback: (...given) => provider.readCallback(...given),
  };
}

function open(given: Extract<ToChild, { kind: 'open' }>) {
  const configuration = parseConfiguration({ environment: 'test' });
  const rights = new ClaimedRights();
  const users: ServiceCall = () => Promise.reject(new Error('Unexpected call of users.'));
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
  if (rooms === null) throw new Error('The subgraphs are not open yet.');
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
