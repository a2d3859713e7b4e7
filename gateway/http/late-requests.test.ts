import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { blockEventLoop } from '../../platform/testing/block-event-loop';
import { rawAnswer } from '../testing/raw-answer';
import { gatewayForFile } from '../testing/running-gateway';
import { headersArrivalMs, requestArrivalMs } from './limits';

const gateway = gatewayForFile();

const line = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n';
const headers = `${line}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;

describe.concurrent('a request that does not arrive', () => {
  it.each([
    ['its headers', line, headersArrivalMs],
    ['its body', `${headers}{"query":`, requestArrivalMs],
  ])('whole ends with its connection: %s', async (_part, text, limitMs) => {
    const sinceMs = performance.now();
    const answer = await rawAnswer(gateway.url, text);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('"code":"BAD_REQUEST"');
    expect(performance.now() - sinceMs).toBeGreaterThanOrEqual(limitMs - 100);
  });

  it('whole is served if it had arrived, and the gateway was too busy to read it', async () => {
    const query = JSON.stringify({ query: '{ __typename }' });
    const whole = `${line}Content-Type: application/json\r\nContent-Length: ${query.length}\r\nConnection: close\r\n\r\n${query}`;
    const bodyStart = whole.indexOf(query);
    // One has sent nothing yet, and one its headers.
    const sent = [0, bodyStart].map((length) => {
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
      socket.write(whole.slice(0, length));
      return { socket, rest: whole.slice(length), answer: text(socket) };
    });
    await pause(200);
    // Timers are the first to run after this, before what was sent is read.
    await immediate();
    for (const { socket, rest } of sent) socket.write(rest);
    // The gateway is a part of this process.
    blockEventLoop(requestArrivalMs + 100);
    for (const { answer } of sent) expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});
