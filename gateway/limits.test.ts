import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { codeIn, gatewayForFile, testGateway } from './testing/running-gateway';

const gateway = gatewayForFile();

const bodyOf = (bytes: number) => {
  const body = JSON.stringify({ query: '{ me { name } }', padding: '' });
  return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`);
};

describe('the length of a body', () => {
  it('is at most 100 kB for callers who are not signed in', async () => {
    expect((await gateway.post(bodyOf(100_000))).status).toBe(200);
    const answer = await gateway.post(bodyOf(100_001));
    expect([answer.status, codeIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is at most 1 MB for those who are', async () => {
    const authorization = `Bearer ${gateway.token()}`;
    expect((await gateway.post(bodyOf(1_000_000), { authorization })).status).toBe(200);
    const answer = await gateway.post(bodyOf(1_000_001), { authorization });
    expect([answer.status, codeIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('is never more for callers who are not signed in', async () => {
    const operation = { bodyBytes: 2_000 };
    await using small = await testGateway({ configuration: { limits: { operation } } });
    expect((await small.post(bodyOf(2_000))).status).toBe(200);
    const answer = await small.post(bodyOf(2_001));
    expect([answer.status, codeIn(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('counts bytes, not characters', async () => {
    const body = JSON.stringify({ query: '{ me { name } }', padding: 'ü'.repeat(60_000) });
    expect((await gateway.post(body)).status).toBe(413);
  });

  it('is counted while it arrives if no length is announced', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let chunk = 0; chunk < 20; chunk += 1) {
          controller.enqueue(new TextEncoder().encode('x'.repeat(10_000)));
        }
        controller.close();
      },
    });
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
    expect((await response.json()) as object).toMatchObject({
      errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
    });
  });

  it('of 5 MB is refused, and the server keeps working', async () => {
    expect((await gateway.post(bodyOf(5_000_000))).status).toBe(413);
    expect((await gateway.post({ query: '{ me { name } }' })).status).toBe(200);
  });

  it('of 5 MB is refused with a response that a client sees that wants to close', async () => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    const body = bodyOf(5_000_000);
    const head = ['POST /graphql HTTP/1.1', 'host: test', 'connection: close'];
    head.push('content-type: application/json', `content-length: ${body.length}`);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const [response] = await once(socket.setEncoding('utf8'), 'data');
    expect(response).toContain('HTTP/1.1 413');
    // A closed connection would be reset now, and the response lost if it was not read yet.
    socket.end(body);
    await once(socket, 'close');
  });
});

describe('the deadline', () => {
  const hurried = {
    configuration: {
      limits: { rate: { anonymousPerMinute: 1_000 }, operation: { deadlineMs: 100 } },
    },
  };

  it('answers TIMEOUT 504 when every root field is late, and cancels their reads', async () => {
    await using late = await testGateway(hurried);
    const answer = await late.post({ query: '{ waits { sku } }' });
    expect([answer.status, codeIn(answer)]).toEqual([504, 'TIMEOUT']);
    expect(answer.body.errors?.[0]?.path).toEqual(['waits']);
    expect(answer.body.data).toEqual({ waits: null });
    await late.gate.aborted;
  });

  it('leaves the other root fields their values', async () => {
    await using late = await testGateway(hurried);
    const answer = await late.post({ query: '{ waits { sku } me { name } }' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ waits: null, me: { name: 'Ada' } });
    expect(codeIn(answer)).toBe('TIMEOUT');
  });

  it('ends the wait for a mutation', async () => {
    await using late = await testGateway(hurried);
    const answer = await late.post({ query: 'mutation { hang }' });
    expect([answer.status, codeIn(answer)]).toEqual([504, 'TIMEOUT']);
  });
});

describe('a client that goes away', () => {
  it('ends the reads made for it', async () => {
    const patient = await testGateway();
    try {
      const { hostname, port } = new URL(patient.url);
      const sent = request({
        hostname,
        port,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      sent.on('error', () => undefined);
      sent.end(JSON.stringify({ query: '{ waits { sku } }' }));
      await patient.gate.entered;
      sent.destroy();
      await patient.gate.aborted;
    } finally {
      patient.gate.open();
      await patient.stop();
    }
  });
});

describe('a stop', () => {
  it('lets requests in flight finish, and accepts no new ones', async () => {
    const closing = await testGateway();
    const open = closing.post({ query: '{ waits { sku } }' });
    await closing.gate.entered;
    const stopped = closing.stop();
    await expect(fetch(`${closing.url}/health`)).rejects.toThrow();
    closing.gate.open();
    expect((await open).body.data).toEqual({ waits: { sku: 'a' } });
    await stopped;
  });
});
