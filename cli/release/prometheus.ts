import { setTimeout as pause } from 'node:timers/promises';
import { msPerSecond } from '../../platform/values/time';
import { type GatewayCounters, gatewaySample, type Reading } from './gateway-counters';
import type { Slot } from './haproxy';
import { sumOf } from './metrics-text';
import { operationTimes } from './operation-times';

const answerDeadlineMs = 2_000;
const pollMs = 500;
/** Four scrapes, with the usual interval of 15 s. */
const scrapeDeadlineMs = 60_000;

const names =
  'up|gateway_operations_total|gateway_refusals_total|gateway_operation_duration_seconds_(bucket|count)';

/** https://prometheus.io/docs/prometheus/latest/querying/api/#instant-vectors */
interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [seconds: number, value: string];
    }[];
  };
}

/** The latest metrics of the gateways that a Prometheus server has scraped. */
export class PrometheusMetrics implements GatewayCounters {
  /**
   * @param url of the server; it may have a path.
   * @param instances the label `instance` of each gateway: the host and port of its metrics.
   * @param processes the metrics of the versions themselves: Prometheus scrapes too seldom to see a
   * process grow.
   */
  constructor(
    private readonly url: string,
    private readonly instances: Readonly<Record<Slot, string>>,
    private readonly deadlineMs = scrapeDeadlineMs,
    private readonly processes: Pick<GatewayCounters, 'read'> | null = null,
  ) {}

  async read(slot: Slot): Promise<Reading | null> {
    const [all, own] = await Promise.all([
      this.query(`{instance="${this.instances[slot]}",__name__=~"${names}"}`),
      this.processes?.read(slot),
    ]);
    // Two jobs that scrape the same gateway would count everything twice.
    const found = all?.filter(({ metric }) => metric.job === all[0]?.metric.job) ?? [];
    const metrics = found.map(({ metric: { __name__: name = '', ...labels }, value }) => {
      return { name, labels, value: Number(value[1]) };
    });
    // A gateway that was never called has no counters yet.
    if (sumOf(metrics, 'up') !== 1) return null;
    const sample = gatewaySample(metrics);
    const { residentBytes = null, blocked = sample.blocked } = own ?? {};
    return { ...sample, blocked, residentBytes, times: operationTimes(metrics) };
  }

  async isCurrent(slot: Slot): Promise<boolean> {
    const since = Date.now() / msPerSecond;
    const deadline = performance.now() + this.deadlineMs;
    while (performance.now() < deadline) {
      const scraped = await this.query(`timestamp(up{instance="${this.instances[slot]}"})`);
      const scrapedAt = Math.max(...(scraped ?? []).map(({ value: [, value] }) => Number(value)));
      if (scrapedAt > since && (await this.read(slot)) !== null) return true;
      await pause(pollMs);
    }
    return false;
  }

  /** @returns null if the server does not answer. */
  private async query(query: string): Promise<Answer['data']['result'] | null> {
    const base = this.url.endsWith('/') ? this.url : `${this.url}/`;
    const url = new URL('api/v1/query', base);
    url.searchParams.set('query', query);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(answerDeadlineMs) });
      return ((await response.json()) as Answer).data.result;
    } catch {
      return null;
    }
  }
}
