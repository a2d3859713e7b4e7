import { expect, test } from 'vitest';
import { gatewaySample } from './gateway-counters';
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
  });
});
