import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Child, endChild, startChild } from '../../platform/process/child';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { judge, type Rejection } from './gates';
import { type Slot, slots } from './haproxy';
import { PrometheusMetrics } from './prometheus';
import { Sampling } from './sampling';

const command = findProgram('prometheus');
const everyMs = 100;
const operationsEach = 20;
const steps = 4;
const startDeadlineMs = 60_000;
const deadlineMs = 30_000;

/** The counters of a gateway under load. */
class Gateway {
  isCalled = false;
  operations = 0;
  errors = 0;
  slow = 0;
  errorShare = 0;
  slowShare = 0;
  private readonly server: Server;
  private readonly timer: NodeJS.Timeout;

  constructor(readonly port: number) {
    this.server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(this.text);
    }).listen(port, '127.0.0.1');
    this.timer = setInterval(() => {
      if (!this.isCalled) return;
      this.operations += operationsEach;
      this.errors += operationsEach * this.errorShare;
      this.slow += operationsEach * this.slowShare;
    }, everyMs);
  }

  get instance(): string {
    return `127.0.0.1:${this.port}`;
  }

  close(): void {
    clearInterval(this.timer);
    this.server.close();
  }

  private get text(): string {
    // prom-client prints no line for a label either before it has counted something with it.
    if (!this.isCalled) return '';
    const duration = 'gateway_operation_duration_seconds';
    return `gateway_operations_total{outcome="ok"} ${this.operations - this.errors}
gateway_operations_total{outcome="INTERNAL_SERVER_ERROR"} ${this.errors}
${duration}_bucket{type="query",le="0.25"} ${this.operations - this.slow}
${duration}_bucket{type="query",le="+Inf"} ${this.operations}
${duration}_count{type="query"} ${this.operations}
`;
  }
}

describe.skipIf(command === null)(
  'with the Prometheus of Debian, which scrapes every second',
  () => {
    const folder = folderForFile();
    let gateways: Record<Slot, Gateway>;
    let prometheus: Child;
    let metrics: PrometheusMetrics;
    let url: string;

    const instances = () => ({ blue: gateways.blue.instance, green: gateways.green.instance });

    beforeAll(async () => {
      gateways = { blue: new Gateway(await freePort()), green: new Gateway(await freePort()) };
      const file = path.join(folder, 'prometheus.yml');
      const targets = JSON.stringify(Object.values(instances()));
      writeFileSync(
        file,
        `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs: [{ job_name: gateway, static_configs: [{ targets: ${targets} }] }]
`,
      );
      const address = `127.0.0.1:${await freePort()}`;
      url = `http://${address}`;
      const output: string[] = [];
      prometheus = await startChild({
        command: command ?? '',
        args: [
          `--config.file=${file}`,
          `--storage.tsdb.path=${path.join(folder, 'data')}`,
          `--web.listen-address=${address}`,
        ],
        deathSignal: 'SIGTERM',
        onLine: (line) => void output.push(line),
      });
      metrics = new PrometheusMetrics(url, instances(), startDeadlineMs);
      for (const slot of slots) expect(await metrics.isCurrent(slot), output.join('\n')).toBe(true);
      for (const gateway of Object.values(gateways)) gateway.isCalled = true;
    }, 3 * startDeadlineMs);
    afterAll(async () => {
      await endChild(prometheus, [['SIGTERM', deadlineMs]]);
      for (const gateway of Object.values(gateways)) gateway.close();
    }, 2 * deadlineMs);

    /** A HAProxy that sees only responses with status 200. */
    const haproxy = {
      statsOf: async (slot: Slot) => ({
        slot,
        status: 'UP',
        checkedStatus: 'L7OK',
        weight: 1,
        openRequests: 0,
        failures: 0,
        responseMs: 0,
        requests: gateways[slot].operations,
      }),
    };

    /** Watches green as a release does. @returns why it is rejected; null if it is not in time. */
    async function watch(forMs: number): Promise<Rejection | null> {
      const sampling = new Sampling(haproxy, metrics);
      await sampling.begin('blue');
      await sampling.begin('green');
      const endsAt = performance.now() + forMs;
      while (performance.now() < endsAt) {
        await pause(200);
        const { after, before } = await sampling.since('green', 'blue');
        const rejection = judge(after, before, steps);
        if (rejection !== null) return rejection;
      }
      return null;
    }

    test('a good version passes', async () => {
      expect(await watch(8_000)).toBeNull();
      const read = await metrics.read('green');
      expect(read?.errors.all).toBeGreaterThan(0);
      expect(read?.slow).toEqual({ bad: 0, all: read?.errors.all });
    });

    test('errors in answers of 200 are found', { timeout: 2 * deadlineMs }, async () => {
      gateways.green.errorShare = 0.05;
      expect((await watch(deadlineMs))?.gate).toBe('errors');
      gateways.green.errorShare = 0;
    });

    test('slow reads are found', { timeout: 2 * deadlineMs }, async () => {
      // The errors above must be scraped before the next sampling begins.
      await pause(3_000);
      gateways.green.slowShare = 1;
      expect((await watch(deadlineMs))?.gate).toBe('slow moments');
      gateways.green.slowShare = 0;
    });

    test('a gateway that is not scraped is not known', async () => {
      const { blue } = instances();
      const others = new PrometheusMetrics(url, { blue, green: '127.0.0.1:1' }, 3_000);
      expect(await others.read('green')).toBeNull();
      expect(await others.isCurrent('green')).toBe(false);
    });

    test('what a gateway that has stopped had counted is not taken for the next one', async () => {
      gateways.green.close();
      const impatient = new PrometheusMetrics(url, instances(), 3_000);
      await pause(2_500);
      expect(await impatient.isCurrent('green')).toBe(false);
    });

    test('a server that does not answer is noticed', { timeout: 2 * deadlineMs }, async () => {
      const sampling = new Sampling(haproxy, metrics);
      await sampling.begin('blue');
      expect(sampling.silentMs('blue')).toBeLessThan(1_000);
      await endChild(prometheus, [['SIGTERM', deadlineMs]]);
      await pause(1_500);
      expect(await metrics.read('blue')).toBeNull();
      expect(sampling.silentMs('blue')).toBeGreaterThan(1_000);
    });
  },
);
