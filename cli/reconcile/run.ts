// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { Registry } from 'prom-client';
import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { gatewayUrl, sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import { openProvider } from '../../payments/open-provider';
import { writeRestoreResult } from '../../platform/backup/restore-staging';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger } from '../../platform/telemetry/logger';
import { msPerMinute } from '../../platform/values/time';
import type { ReservationFacts } from '../../verify/facts';
import { openMovements } from '../../verify/open-ledger';
import { findOpenPayments, type OpenPayments } from '../../verify/open-payments';
import { CommandError } from '../program/exit-codes';
import { printLine, printResult } from '../program/results';
import { whileWorking } from '../program/while-working';
import { reachSandbox } from '../restore/reach-sandbox';
import { withRestoredDatabases } from '../restore/restored-databases';
import { withShopSecrets } from '../running/shop-secrets';
import { type OpenRooms, openRooms } from '../verify/rooms';
import { giveAllBack, numbersOf } from './lost-payments';
import { findLostStock, releaseAll } from './lost-stock';
import type { ReconcileOptions } from './options';
import { roomCalls } from './room-calls';
import {
  foundLines,
  foundStockLines,
  leftText,
  type OpenCounts,
  paymentFacts,
  stockFacts,
  sumOf,
  unansweredText,
} from './texts';

interface Reconciling {
  readonly configuration: Configuration;
  /** URL of the sandbox; not used with another provider. */
  readonly sandbox: string;
  readonly options: ReconcileOptions;
  /** Later orders may be in the middle of being placed; null if no shop runs. */
  readonly placedBefore: Date | null;
}

const youngestMinutes = 5;
const ledgerDeadlineMs = 3_600_000;

const countOf = ({ payments, unclear, recent }: OpenPayments): number =>
  payments.length + unclear.length + recent;

/** What belongs to orders that do not exist. */
interface Lost {
  readonly money: OpenPayments;
  readonly stock: readonly ReservationFacts[];
}

interface Reconciled {
  /** What is open afterwards. */
  readonly open: OpenCounts;
  /** How many payments and reservations were looked at again, to give them back. */
  readonly done: number;
}

const openIn = ({ money, stock }: Lost): OpenCounts => ({
  payments: countOf(money),
  reservations: stock.length,
});

/** Whether a room could not reach one of its databases. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions.code === 'SERVICE_UNAVAILABLE';

/** What the command reads and calls. */
function openReconciling({ configuration, sandbox, placedBefore }: Reconciling, rooms: OpenRooms) {
  const calls = roomCalls(rooms);
  const { payments } = configuration;
  const sources = { movements: openMovements(payments, sandbox), ...calls };
  const find = async (): Promise<Lost> => {
    const signal = AbortSignal.timeout(ledgerDeadlineMs);
    const money = findOpenPayments(sources, placedBefore, signal);
    return {
      money: await whileWorking('Reading payments', money),
      stock: await whileWorking('Reading reservations', findLostStock(rooms, configuration)),
    };
  };
  return { calls, find };
}

/** Prints what is open, and gives it back if the operator has confirmed it. */
async function reconcile(reconciling: Reconciling): Promise<Reconciled> {
  const { configuration, sandbox, options } = reconciling;
  const rooms = await openRooms(configuration);
  try {
    const { calls, find } = openReconciling(reconciling, rooms);
    const plan = await find();
    const numbers = await numbersOf(configuration, plan.money);
    if (!options.json) {
      const lines = [...foundLines(plan.money, numbers), ...foundStockLines(plan.stock)];
      for (const line of lines) await printLine(line);
    }
    const print = (left: Lost, payments: object[], reservations: object[]): Reconciled => {
      const open = openIn(left);
      const { unclear, recent } = left.money;
      const facts = { payments, reservations, unclear, recent, open: sumOf(open) };
      if (options.json) printResult(options, facts, '');
      return { open, done: 0 };
    };
    if (!options.yes) {
      const payments = plan.money.payments.map((one) => paymentFacts(one, numbers, null));
      return print(
        plan,
        payments,
        plan.stock.map((one) => stockFacts(one, null)),
      );
    }
    // Its entries of the audit log are signed here.
    withShopSecrets(configuration);
    const urls = { sandbox, gateway: gatewayUrl(configuration) };
    const provider = openProvider(configuration.payments, urls, new Registry());
    const paid = await giveAllBack(plan.money.payments, { provider, ...calls }, options);
    const released = await releaseAll(plan.stock, calls, options);
    const payments = paid.map(({ payment, outcome }) => paymentFacts(payment, numbers, outcome));
    const reservations = released.map(({ reservation, result }) => stockFacts(reservation, result));
    return { ...print(await find(), payments, reservations), done: paid.length + released.length };
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    throw new CommandError(unansweredText(options), undefined, { cause: error });
  } finally {
    await rooms.close();
  }
}

/** Reconciles on the databases of the restored cluster; its result then says what is still open. */
async function reconcileRestored(
  configuration: Configuration,
  options: ReconcileOptions,
  lifecycle: Lifecycle,
): Promise<Reconciled> {
  const { log, dataFolder } = configuration;
  const destination = process.stderr;
  const logger = createLogger({ ...log, name: 'reconcile', destination, level: 'fatal' });
  return withRestoredDatabases(configuration, logger, async (restored, result) => {
    const sandbox = await reachSandbox({ configuration, lifecycle, logger });
    const reconciling = { configuration: restored, sandbox, options, placedBefore: null };
    const reconciled = await reconcile(reconciling);
    const { open } = reconciled;
    const { payments } = open;
    if (options.yes) writeRestoreResult(dataFolder, { ...result, unknownEffects: payments });
    return reconciled;
  });
}

/** @throws CommandError if something is open, NotRunningError if there is no database. */
export async function runReconcile(options: ReconcileOptions, lifecycle: Lifecycle): Promise<void> {
  const configuration = withStoredSecrets(await loadConfiguration());
  const placedBefore = new Date(Date.now() - youngestMinutes * msPerMinute);
  const sandbox = sandboxUrl(configuration);
  const { open, done } = options.restored
    ? await reconcileRestored(configuration, options, lifecycle)
    : await reconcile({ configuration, sandbox, options, placedBefore });
  if (sumOf(open) > 0) throw new CommandError(leftText(open, options));
  if (options.json) return;
  const unchanged = done === 0 ? ' Nothing was changed.' : '';
  await printLine(`No money and no stock of an order that does not exist is left.${unchanged}`);
}
