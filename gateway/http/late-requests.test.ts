import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestGateway, testGateway } from '../testing/running-gateway';
import { headersArrivalMs, lateRequestsCheckMs, requestArrivalMs } from './limits';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway({});
});
afterAll(() => gateway.stop());

/** What comes back for bytes that are no whole request, and for how long the connection stays. */
function answerTo(text: string): Promise<{ answer: string; afterMs: number }> {
  const port = Number(new URL(gateway.url).port);
  const sinceMs = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve({ answer, afterMs: performance.now() - sinceMs }));
    socket.on('error', reject);
  });
}

const line = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n';
const headers = `${line}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;

describe.concurrent('a request that does not arrive', () => {
  it.each([
    ['its headers', line, headersArrivalMs],
    ['its body', `${headers}{"query":`, requestArrivalMs],
  ])(
    'whole ends with its connection: %s',
    async (_part, text, limitMs) => {
      const { answer, afterMs } = await answerTo(text);
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(answer).toContain('"code":"BAD_REQUEST"');
      expect(afterMs).toBeGreaterThanOrEqual(limitMs - 100);
    },
    requestArrivalMs + 4 * lateRequestsCheckMs,
  );
});
