// type-graphql needs this before any of its decorators runs.
import 'reflect-metadata';
import { Registry } from 'prom-client';
import { withStoredSecrets } from '../../config/loading/generated-secrets';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { gatewayUrl, sandboxUrl } from '../../config/process/service-addresses';
import type { Configuration } from '../../config/schema';
import { openProvider } from '../../payments/open-provider';
import { PaymentUnavailableError } from '../../payments/provider';
import { writeRestoreResult } from '../../platform/backup/restore-staging';
import type { Lifecycle } from '../../platform/process/lifecycle';
import { createLogger } from '../../platform/telemetry/logger';
import { counted } from '../../platform/values/counted';
import { msPerMinute } from '../../platform/values/time';
import { openMovements } from '../../verify/open-ledger';
import { findOpenPayments, type OpenPayment, type OpenPayments } from '../../verify/open-payments';
import { CommandError } from '../program/exit-codes';
import { whileWorking } from '../program/progress';
import { messageOf, printLine, printResult } from '../program/results';
import { reachSandbox } from '../restore/reach-sandbox';
import { withRestoredDatabases } from '../restore/restored-databases';
import { openRooms } from '../verify/rooms';
import { type GivingBack, giveBack, type Outcome } from './give-back';
import { lostNumbers } from './lost-numbers';
import type { ReconcileOptions } from './options';
import { roomCalls } from './room-calls';
import { callOf, foundLines, leftText, outcomeLine, paymentFacts } from './texts';

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

interface Done {
  readonly payment: OpenPayment;
  readonly outcome: Outcome;
}

async function giveAllBack(
  payments: readonly OpenPayment[],
  giving: GivingBack,
  options: ReconcileOptions,
): Promise<Done[]> {
  const done: Done[] = [];
  for (const payment of payments) {
    try {
      const outcome = await giveBack(payment, giving);
      done.push({ payment, outcome });
      if (!options.json) await printLine(outcomeLine(payment, outcome));
    } catch (error) {
      if (!(error instanceof PaymentUnavailableError)) throw error;
      throw new CommandError(
        `The payment provider did not answer after ${counted(done.length, 'payment')}. Call ${callOf(options, true)} again: nothing is given back twice.`,
        undefined,
        { cause: error },
      );
    }
  }
  return done;
}

/** Finds the numbers of lost orders. If that fails, money is given back without them. */
async function numbersOf(configuration: Configuration, { payments }: OpenPayments) {
  const ids = new Set(payments.map(({ orderId }) => orderId));
  try {
    return await lostNumbers(configuration, ids);
  } catch (error) {
    process.stderr.write(
      `The event stream cannot be read for order numbers: ${messageOf(error)}\n`,
    );
    return new Map<string, string>();
  }
}

const countOf = ({ payments, unclear, recent }: OpenPayments): number =>
  payments.length + unclear.length + recent;

interface Reconciled {
  /** How many payments are open afterwards. */
  readonly open: number;
  /** How many payments were looked at again, to give them back. */
  readonly done: number;
}

/** Prints what is open, and gives it back if the operator has confirmed it. */
async function reconcile({
  configuration,
  sandbox,
  options,
  placedBefore,
}: Reconciling): Promise<Reconciled> {
  const rooms = await openRooms(configuration);
  try {
    const calls = roomCalls(rooms);
    const { payments } = configuration;
    const sources = { movements: openMovements(payments, sandbox), ...calls };
    const find = () => {
      const signal = AbortSignal.timeout(ledgerDeadlineMs);
      return whileWorking('Reading payments', findOpenPayments(sources, placedBefore, signal));
    };
    const plan = await find();
    const numbers = await numbersOf(configuration, plan);
    if (!options.json) for (const line of foundLines(plan, numbers)) await printLine(line);
    if (!options.yes) {
      const facts = plan.payments.map((payment) => paymentFacts(payment, numbers, null));
      if (options.json) printResult(options, { ...plan, payments: facts, open: countOf(plan) }, '');
      return { open: countOf(plan), done: 0 };
    }
    const provider = openProvider(
      payments,
      { sandbox, gateway: gatewayUrl(configuration) },
      new Registry(),
    );
    const done = await giveAllBack(plan.payments, { provider, ...calls }, options);
    const after = await find();
    const facts = done.map(({ payment, outcome }) => paymentFacts(payment, numbers, outcome));
    if (options.json) printResult(options, { ...after, payments: facts, open: countOf(after) }, '');
    return { open: countOf(after), done: done.length };
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
    if (options.yes) writeRestoreResult(dataFolder, { ...result, unknownEffects: open });
    return reconciled;
  });
}

/** @throws CommandError if payments are open, NotRunningError if there is no database. */
export async function runReconcile(options: ReconcileOptions, lifecycle: Lifecycle): Promise<void> {
  const configuration = withStoredSecrets(await loadConfiguration());
  const placedBefore = new Date(Date.now() - youngestMinutes * msPerMinute);
  const sandbox = sandboxUrl(configuration);
  const { open, done } = options.restored
    ? await reconcileRestored(configuration, options, lifecycle)
    : await reconcile({ configuration, sandbox, options, placedBefore });
  if (open > 0) throw new CommandError(leftText(open, options));
  if (options.json) return;
  const unchanged = done === 0 ? ' Nothing was changed.' : '';
  await printLine(`No money of an order that does not exist is left.${unchanged}`);
}
