import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { containsCardNumber } from '../values/card-number';

/** Request ids of proxies and clients are used if they are safe for logs and headers. */
const wellFormed = /^[A-Za-z0-9._:-]{8,128}$/;

export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const incoming = request.headers['x-request-id'];
  const isSafe =
    typeof incoming === 'string' && wellFormed.test(incoming) && !containsCardNumber(incoming);
  return isSafe ? incoming : randomUUID();
}
