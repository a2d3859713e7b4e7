import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A received webhook. */
export interface Received {
  readonly id: string;
  readonly signature: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly at: number;
}

type Answer = (received: Received, response: ServerResponse) => void;

const accept: Answer = (_received, response) => void response.writeHead(204).end();

/** An in-process webhook receiver that records requests and answers as configured. */
export async function openReceiver() {
  const received: Received[] = [];
  const answering = { answer: accept };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const one: Received = {
        id: headers['webhook-id'] ?? '',
        signature: headers['webhook-signature'] ?? '',
        headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      received.push(one);
      answering.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** Sets its future answers; success by default. */
    answers: (answer: Answer = accept) => {
      answering.answer = answer;
    },
    status: (code: number) => {
      answering.answer = (_received, response) => void response.writeHead(code).end();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
