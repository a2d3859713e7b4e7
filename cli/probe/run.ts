import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { stopServer } from '../../platform/remote/stop-server';
import { msPerSecond } from '../../platform/values/time';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';
import { type Checked, createProbe, type Probe } from './probe';

export interface ProbeCommandOptions extends JsonOption {
  readonly url: string;
  readonly sku?: string | undefined;
  readonly country: string;
  /** Seconds between two rounds; undefined: one round. */
  readonly every?: number | undefined;
  readonly metricsHost: string;
  readonly metricsPort: number;
}

const stopDeadlineMs = 30_000;

const lineOf = ({ check, fault, tookMs }: Checked): string =>
  `${check}: ${fault ?? 'ok'} (${Math.round(tookMs)} ms)\n`;

async function probeOnce(probe: Probe, options: ProbeCommandOptions): Promise<void> {
  const checked = await probe.run();
  printResult(options, checked, checked.map(lineOf).join(''));
  if (checked.some(({ fault }) => fault !== null)) {
    throw new CommandError(`${options.url} does not serve its clients.`);
  }
}

/** Serves the metrics of the probe to Prometheus, at any path. */
async function serveMetrics(registry: Registry, host: string, port: number) {
  const server = createServer((_request, response) => {
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => resolve());
  });
  return () => stopServer(server, server);
}

/** Faults are reported when they begin and when they end, not each time. */
function changesIn(report: (one: Checked) => void) {
  const faults = new Map<string, string | null>();
  return (one: Checked): void => {
    const isFailing = one.fault !== null;
    const wasFailing = (faults.get(one.check) ?? null) !== null;
    faults.set(one.check, one.fault);
    if (isFailing !== wasFailing) report(one);
  };
}

/** Checks until the signal, and prints what changes; with --json, an object on a line for each. */
export async function probeForever(
  probe: Probe,
  { every, json }: JsonOption & { readonly every: number },
  signal: AbortSignal,
): Promise<void> {
  const report = changesIn((one) => {
    const at = new Date().toISOString();
    printResult({ json }, { at, ...one }, `${at} ${lineOf(one)}`);
  });
  while (!signal.aborted) {
    const startedAtMs = performance.now();
    for (const one of await probe.run()) report(one);
    const leftMs = every * msPerSecond - (performance.now() - startedAtMs);
    await pause(Math.max(0, leftMs), undefined, { signal }).catch(() => undefined);
  }
}

/** Checks the public address once, or until it is stopped. */
export function runProbe(options: ProbeCommandOptions): Promise<void> {
  return withLifecycle(options, async (lifecycle) => {
    const { every, sku = null, country, metricsHost, metricsPort } = options;
    const url = new URL(options.url).origin;
    const registry = new Registry();
    const probe = createProbe({ url, sku, country, registry });
    if (every === undefined) return probeOnce(probe, { ...options, url });
    const stopMetrics = await serveMetrics(registry, metricsHost, metricsPort);
    lifecycle.onStop('metrics', stopDeadlineMs, stopMetrics);
    const stopping = new AbortController();
    const probing = probeForever(probe, { ...options, every }, stopping.signal);
    lifecycle.onStop('probe', stopDeadlineMs, async () => {
      stopping.abort();
      await probing;
    });
    await probing;
  });
}
