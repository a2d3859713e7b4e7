import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../../platform/process/process-table';
import { msPerSecond } from '../../platform/values/time';
import type { Drill, DrillContext } from './drill';
import { isShareFailing, metricSum, millisecondsUntil, type Tried } from './measure';
import { countAtMost, durationAtMost, type InjectedFault } from './report';

const settledMs = 10 * msPerSecond;
const faultMs = 15 * msPerSecond;
const detectedMsMax = 15 * msPerSecond;
const recoveredMsMax = 20 * msPerSecond;
const detectionMsMax = 30 * msPerSecond;
const waitMsMax = 60 * msPerSecond;
/** The delay in each direction, so that an answer takes two to six seconds. */
const slowMs = [1_000, 3_000] as const;
const halfOfThem = 0.5;

const processes = ['orders', 'orders-jobs'];

type Count = (text: string) => Tried;

/** Calls without an answer, of which the alert PaymentsFail computes its share. */
const failedCalls: Count = (text) => ({
  all: metricSum(text, 'order_payments_total'),
  failed:
    metricSum(text, 'order_payments_total', 'outcome="unavailable"') +
    metricSum(text, 'order_payments_total', 'outcome="not_called"'),
});

/**
 * Orders that were decided later than after a second, beside those that were confirmed: what lacks
 * stock is rejected at once, also while the provider is slow.
 */
const slowOrders: Count = (text) => ({
  all: metricSum(text, 'orders_processed_total', 'outcome="confirmed"'),
  failed:
    metricSum(text, 'order_processing_duration_seconds_count') -
    metricSum(text, 'order_processing_duration_seconds_bucket', 'le="1"'),
});

async function sumOf({ shop }: DrillContext, count: Count): Promise<Tried> {
  const texts = await Promise.all(processes.map((name) => shop.metrics(name)));
  const each = texts.map(count);
  return {
    all: each.reduce((sum, { all }) => sum + all, 0),
    failed: each.reduce((sum, { failed }) => sum + failed, 0),
  };
}

interface ProviderFault {
  readonly broken: string;
  readonly begin: () => void;
  readonly end: () => void;
  readonly count: Count;
  readonly detectedBy: string;
}

function faultsOf({ shop }: DrillContext): ProviderFault[] {
  const { sandbox: proxy } = shop.proxies;
  const [pid] = shop.pidsOf('sandbox');
  if (pid === undefined) throw new Error('There is no payment sandbox of this shop.');
  const byFailures = { count: failedCalls, detectedBy: 'order_payments_total of failed calls' };
  return [
    {
      ...byFailures,
      broken: 'The payment provider hung (SIGSTOP)',
      begin: () => sendSignal(pid, 'SIGSTOP'),
      end: () => sendSignal(pid, 'SIGCONT'),
    },
    {
      count: slowOrders,
      detectedBy: 'order_processing_duration_seconds above 1 s',
      broken: 'The payment provider answered after 2 to 6 s',
      begin: () => proxy.slow(...slowMs),
      end: () => proxy.heal(),
    },
    {
      ...byFailures,
      broken: 'Half of the answers of the payment provider were lost',
      begin: () => proxy.loseAnswers(Number.POSITIVE_INFINITY, halfOfThem),
      end: () => proxy.heal(),
    },
  ];
}

async function breakProvider(fault: ProviderFault, context: DrillContext): Promise<InjectedFault> {
  const { history, probes } = context;
  const { broken, detectedBy, count, begin, end } = fault;
  const before = await sumOf(context, count);
  history.fault(broken);
  const brokenAtMs = Date.now();
  begin();
  try {
    const isShown = async () => isShareFailing(before, await sumOf(context, count));
    const [detectedAfterMs] = await Promise.all([
      millisecondsUntil(brokenAtMs, isShown, detectionMsMax),
      delay(faultMs),
    ]);
    end();
    history.fault('the payment provider answers again');
    const recoveredAfterMs = await probes.recoveredAfter(Date.now(), waitMsMax);
    return { broken, detectedAfterMs, detectedBy, recoveredAfterMs };
  } finally {
    end();
  }
}

/** The payment provider hangs, then answers slowly, then half of its answers are lost. */
export const providerDrill: Drill = {
  name: 'provider',
  async inject(context) {
    const startedAtMs = Date.now();
    const faults: InjectedFault[] = [];
    for (const fault of faultsOf(context)) {
      // What the fault before made late or fail is not to be counted again.
      await delay(settledMs);
      context.log(`provider: ${fault.broken}`);
      faults.push(await breakProvider(fault, context));
    }
    const reads = context.probes.readsBetween(startedAtMs, Date.now());
    return {
      faults,
      figures: [
        ...faults.flatMap(({ broken, detectedAfterMs, recoveredAfterMs }) => [
          durationAtMost(`detected: ${broken}`, detectedAfterMs, detectedMsMax),
          durationAtMost('orders are confirmed again', recoveredAfterMs, recoveredMsMax),
        ]),
        countAtMost(
          `of ${reads.all} reads of the catalogue failed during the fault`,
          reads.failed,
          0,
        ),
      ],
    };
  },
};
