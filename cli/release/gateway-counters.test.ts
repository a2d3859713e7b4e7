import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayMetrics, gatewaySample } from './gateway-counters';
import { readMetrics } from './metrics-text';

const duration = 'gateway_operation_duration_seconds';
const metrics = `
gateway_operations_total{operation="Product",type="query",outcome="ok"} 900
gateway_operations_total{operation="Product",type="query",outcome="TIMEOUT"} 3
gateway_operations_total{operation="PlaceOrder",type="mutation",outcome="ok"} 40
gateway_operations_total{operation="PlaceOrder",type="mutation",outcome="OUT_OF_STOCK"} 5
gateway_operations_total{operation="PlaceOrder",type="mutation",outcome="INTERNAL_SERVER_ERROR"} 2
gateway_refusals_total{code="SERVICE_UNAVAILABLE"} 4
gateway_refusals_total{code="RATE_LIMITED"} 50
${duration}_bucket{operation="Product",type="query",le="0.25"} 890
${duration}_bucket{operation="Product",type="query",le="5"} 903
${duration}_count{operation="Product",type="query"} 903
${duration}_bucket{operation="PlaceOrder",type="mutation",le="0.25"} 1
${duration}_bucket{operation="PlaceOrder",type="mutation",le="5"} 46
${duration}_count{operation="PlaceOrder",type="mutation"} 47
`;

test('reads and mutations are counted by the objective of each', () => {
  expect(gatewaySample(readMetrics(metrics))).toEqual({
    errors: { bad: 9, all: 950 },
    slow: { bad: 13, all: 903 },
    orderErrors: { bad: 2, all: 47 },
    slowOrders: { bad: 1, all: 47 },
    blocked: { bad: 0, all: 0 },
    slower: { bad: 0, all: 0 },
    operations: new Map(),
  });
});

test('counts are the same in Prometheus 3, which stores the bound 5 as 5.0', () => {
  const stored = metrics.replaceAll('le="5"', 'le="5.0"');
  expect(gatewaySample(readMetrics(stored)).slowOrders).toEqual({ bad: 1, all: 47 });
});

describe('the process of a version', () => {
  let server: Server;
  let text = '';
  let counters: GatewayMetrics;
  const agent = new Agent();

  beforeAll(async () => {
    server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    counters = new GatewayMetrics({ blue: url, green: url }, agent);
  });
  afterAll(async () => {
    await agent.destroy();
    server.close();
  });

  const lookAt = (delaySeconds: number) => {
    text = `process_resident_memory_bytes{process="shop"} 314572800
event_loop_delay_seconds{figure="p50"} 0.9
event_loop_delay_seconds{figure="max"} ${delaySeconds}
`;
    return counters.read('green');
  };

  test('has memory, and looks that found its event loop blocked', async () => {
    expect(await lookAt(0.05)).toMatchObject({ blocked: { bad: 0, all: 1 } });
    expect(await lookAt(0.4)).toMatchObject({
      blocked: { bad: 1, all: 2 },
      residentBytes: 314_572_800,
    });
    expect(await lookAt(0.2)).toMatchObject({ blocked: { bad: 1, all: 3 } });
  });

  test('is not known without metrics of it', async () => {
    text = '';
    expect(await counters.read('blue')).toMatchObject({
      blocked: { bad: 0, all: 1 },
      residentBytes: null,
    });
  });
});
