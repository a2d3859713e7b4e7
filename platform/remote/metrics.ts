import { X509Certificate } from 'node:crypto';
import type { Registry } from 'prom-client';
import { counterIn, gaugeIn, histogramIn } from '../telemetry/instruments';
import { msPerSecond } from '../values/time';
import type { TlsIdentity } from './tls';

const waitBuckets = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const answerBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Metrics of calls to one process; without a registry they are not recorded. */
export interface RemoteMetrics {
  /** @param waitedMs time until a new or reused connection was available. */
  connected(isReused: boolean, waitedMs: number): void;
  /** @param tookMs time from the connection to the response headers. */
  answered(tookMs: number): void;
}

const noMetrics: RemoteMetrics = { connected: () => undefined, answered: () => undefined };

export function remoteMetrics(registry: Registry | undefined, service: string): RemoteMetrics {
  if (registry === undefined) return noMetrics;
  const connections = counterIn(registry, {
    name: 'remote_connections_total',
    help: 'Connections used by calls to other processes, by kind: reused or new.',
    labelNames: ['service', 'kind'],
  });
  const waits = histogramIn(registry, {
    name: 'remote_queue_wait_seconds',
    help: 'Time from a call to another process to its connection, including a handshake.',
    labelNames: ['service'],
    buckets: waitBuckets,
  });
  const firstBytes = histogramIn(registry, {
    name: 'remote_time_to_first_byte_seconds',
    help: 'Time from the connection to another process to its response headers.',
    labelNames: ['service'],
    buckets: answerBuckets,
  });
  return {
    connected: (isReused, waitedMs) => {
      connections.inc({ service, kind: isReused ? 'reused' : 'new' });
      waits.observe({ service }, waitedMs / msPerSecond);
    },
    answered: (tookMs) => firstBytes.observe({ service }, tookMs / msPerSecond),
  };
}

/** Metrics of the instances that calls to one service are shared among. */
export interface InstanceMetrics {
  added(instances: 1 | -1): void;
  ejected(instances: 1 | -1): void;
  /** A call is sent to another instance. */
  retried(): void;
}

export function instanceMetrics(registry: Registry | undefined, service: string): InstanceMetrics {
  if (registry === undefined)
    return { added: () => undefined, ejected: () => undefined, retried: () => undefined };
  const known = gaugeIn(registry, {
    name: 'remote_instances',
    help: 'Instances of a service that this process knows and calls, ejected ones included.',
    labelNames: ['service'],
  });
  const ejected = gaugeIn(registry, {
    name: 'remote_instances_ejected',
    help: 'Instances of a service that get no calls of this process, because they failed.',
    labelNames: ['service'],
  });
  const ejections = counterIn(registry, {
    name: 'remote_ejections_total',
    help: 'Times that this process stopped calling an instance of a service.',
    labelNames: ['service'],
  });
  const retries = counterIn(registry, {
    name: 'remote_retries_total',
    help: 'Calls that were sent to another instance of a service after one had failed.',
    labelNames: ['service'],
  });
  ejected.inc({ service }, 0);
  return {
    added: (instances) => known.inc({ service }, instances),
    ejected: (instances) => {
      ejected.inc({ service }, instances);
      if (instances === 1) ejections.inc({ service });
    },
    retried: () => retries.inc({ service }),
  };
}

/** A scrape reads the count, so that a call only increments a number. */
export function countServedCalls(registry: Registry, calls: () => number): void {
  counterIn(registry, {
    name: 'remote_calls_served_total',
    help: 'Calls of other processes that this process has received.',
    collect() {
      this.reset();
      this.inc(calls());
    },
  });
}

/** Records issue and expiry of certificates, by their name (CN) unless another one is given. */
export function certificateMetrics(registry: Registry) {
  const expiry = gaugeIn(registry, {
    name: 'certificate_expiry_timestamp_seconds',
    help: 'When a certificate expires, by its name (CN); public: that of the public port.',
    labelNames: ['name'],
  });
  const issue = gaugeIn(registry, {
    name: 'certificate_issue_timestamp_seconds',
    help: 'When a certificate became valid, by its name (CN); public: that of the public port.',
    labelNames: ['name'],
  });
  return (pem: Buffer, label?: string): void => {
    const { subject, validFromDate, validToDate } = new X509Certificate(pem);
    const name = label ?? /^CN=(.+)$/m.exec(subject)?.[1] ?? 'unnamed';
    issue.set({ name }, validFromDate.getTime() / msPerSecond);
    expiry.set({ name }, validToDate.getTime() / msPerSecond);
  };
}

/** Measures the certificates that this process identifies itself with. */
export function measureCertificates(registry: Registry, tls: TlsIdentity): void {
  const record = certificateMetrics(registry);
  const measure = ({ ca, cert }: TlsIdentity): void => {
    for (const pem of [ca, cert]) record(pem);
  };
  measure(tls);
  tls.changes?.onChange(measure);
}
