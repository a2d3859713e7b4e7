import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../telemetry/logger';
import type { InstanceAddress, InstanceSource } from './instance-source';

export interface ConsulAgent {
  /** Origin of the agent of this machine. */
  readonly url: string;
  /** Its ACL token; null without one. */
  readonly token: string | null;
}

interface ConsulOptions extends ConsulAgent {
  readonly service: string;
  readonly logger: Logger;
}

/** An entry of `/v1/health/service/NAME`. */
interface HealthEntry {
  readonly Node: { readonly Address: string };
  readonly Service: { readonly Address: string; readonly Port: number };
}

interface Known {
  /** Consul's index of the answer; 0 for the first query, which answers at once. */
  readonly index: number;
  readonly instances: readonly InstanceAddress[];
}

/** How long Consul holds a query while nothing changes. */
const holdSeconds = 60;
/** Consul adds up to a sixteenth to the time it holds a query. */
const answerDeadlineMs = 70_000;
const failurePauseMs = 1_000;

export const consulHeaders = ({ token }: ConsulAgent): Record<string, string> =>
  token === null ? {} : { 'x-consul-token': token };

async function query(options: ConsulOptions, index: number, ended: AbortSignal): Promise<Known> {
  const { url, service } = options;
  const signal = AbortSignal.any([ended, AbortSignal.timeout(answerDeadlineMs)]);
  const path = `/v1/health/service/${service}?passing=true&index=${index}&wait=${holdSeconds}s`;
  const answer = await fetch(`${url}${path}`, { headers: consulHeaders(options), signal });
  if (!answer.ok) throw new Error(`Consul answered ${answer.status} about ${service}.`);
  const entries = (await answer.json()) as HealthEntry[];
  const next = Number(answer.headers.get('x-consul-index') ?? 0);
  return {
    // An index that goes back is that of another server, and the next query starts again.
    index: next < index || !Number.isInteger(next) ? 0 : next,
    instances: entries.map(({ Node, Service }) => ({
      host: Service.Address || Node.Address,
      port: Service.Port,
    })),
  };
}

/** Follows a service until it is stopped. */
class ConsulWatch {
  private index = 0;
  private hasFailed = false;

  constructor(
    private readonly options: ConsulOptions,
    private readonly onChange: (instances: readonly InstanceAddress[]) => void,
    private readonly ended: AbortSignal,
  ) {}

  async run(): Promise<void> {
    while (!this.ended.aborted) {
      await this.next();
      // An answer without an index, or none, would otherwise be followed by a query at once.
      if (this.index === 0) await this.pause();
    }
  }

  private async next(): Promise<void> {
    const { logger, service } = this.options;
    try {
      const { index, instances } = await query(this.options, this.index, this.ended);
      const hasChanged = index !== this.index;
      this.index = index;
      this.hasFailed = false;
      if (hasChanged && instances.length > 0) this.onChange(instances);
    } catch (error) {
      this.index = 0;
      if (this.ended.aborted) return;
      if (!this.hasFailed) logger.warn({ err: error, service }, 'Consul does not answer');
      this.hasFailed = true;
    }
  }

  private async pause(): Promise<void> {
    const options = { ref: false, signal: this.ended };
    // It rejects when following stops.
    await pause(failurePauseMs, undefined, options).catch(() => undefined);
  }
}

/**
 * The instances of a service that pass their health checks in Consul. A query is held until they
 * change, so that watching costs one request a minute. Without an answer, the instances stay those
 * of the last one.
 */
export function consulInstances(options: ConsulOptions): InstanceSource {
  return {
    follow: (onChange) => {
      const stopped = new AbortController();
      void new ConsulWatch(options, onChange, stopped.signal).run();
      return () => stopped.abort();
    },
  };
}
