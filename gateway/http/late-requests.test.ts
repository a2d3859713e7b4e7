import { describe, expect, it } from 'vitest';
import { rawAnswer } from '../testing/raw-answer';
import { gatewayForFile } from '../testing/running-gateway';
import { headersArrivalMs, lateRequestsCheckMs, requestArrivalMs } from './limits';

const gateway = gatewayForFile();

const line = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n';
const headers = `${line}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;

describe.concurrent('a request that does not arrive', () => {
  it.each([
    ['its headers', line, headersArrivalMs],
    ['its body', `${headers}{"query":`, requestArrivalMs],
  ])(
    'whole ends with its connection: %s',
    async (_part, text, limitMs) => {
      const sinceMs = performance.now();
      const answer = await rawAnswer(gateway.url, text);
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(answer).toContain('"code":"BAD_REQUEST"');
      expect(performance.now() - sinceMs).toBeGreaterThanOrEqual(limitMs - 100);
    },
    requestArrivalMs + 4 * lateRequestsCheckMs,
  );
});
