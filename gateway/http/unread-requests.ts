import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { requestIdOf } from '../../platform/requests/request-id';
import { docUrlOf, type ErrorDisplay } from '../errors';
import { lateRequestGraceMs } from './limits';

const lateCode = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Errors that Node's HTTP parser reports; others are of the connection or its TLS. */
const parserErrors = /^(HPE_|ERR_HTTP_)/;

function answerOf(code: string): [status: number, message: string] {
  if (code === lateCode) return [408, 'The request took too long to arrive.'];
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'The headers are too large.'];
  return [400, 'The request is not well-formed HTTP.'];
}

/** There is no request object yet, so the response is written to the socket. */
function refuse(errorCode: string, socket: Socket, display: ErrorDisplay): void {
  const [status, message] = answerOf(errorCode);
  const requestId = requestIdOf({ headers: {} });
  const code = 'BAD_REQUEST';
  const extensions = { code, ...docUrlOf(code, display), requestId };
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Cache-Control: private, no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Answers what Node's parser could not read, and closes its connection. A late request gets some
 * more time: after a turn of many seconds, Node finds requests to be late whose bytes were not read
 * yet, or whose client stood still as long as the machine did.
 * @param lastOn the request that began last on a connection.
 */
export function refuseUnread(
  { code = '' }: NodeJS.ErrnoException,
  socket: Socket,
  lastOn: (socket: Socket) => IncomingMessage | undefined,
  display: ErrorDisplay,
): void {
  if (!parserErrors.test(code) || !socket.writable) {
    socket.destroy();
    return;
  }
  if (code !== lateCode) {
    refuse(code, socket, display);
    return;
  }
  const before = lastOn(socket);
  // What Node reports as late is the body of this request, or a request after it.
  const isBodyLate = before?.complete === false;
  const judge = () => {
    const last = lastOn(socket);
    const hasArrived = last?.complete && (isBodyLate || last !== before);
    if (!hasArrived && socket.writable) refuse(code, socket, display);
  };
  setTimeout(judge, lateRequestGraceMs).unref();
}
