import type { Readable } from 'node:stream';
import { badRequest, gatewayError } from '../errors';
import type { HeldBody } from './held-bodies';

function tooLarge(bytesMax: number) {
  return gatewayError('PAYLOAD_TOO_LARGE', `The body is larger than ${bytesMax} bytes.`);
}

const endedEarly = () => badRequest('The body ended too early.');

/** Most bodies arrive at once, and need no copy. */
function wholeOf(chunks: readonly Buffer[], bytes: number): Buffer {
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, bytes);
}

/**
 * Reads a body up to the limit.
 * @throws PAYLOAD_TOO_LARGE, or an error of `held`; already by the announced length, if there is one.
 * BAD_REQUEST if the client leaves before its end.
 */
export async function readBody(
  payload: Readable,
  announcedBytes: string | undefined,
  bytesMax: number,
  held: HeldBody,
): Promise<Buffer> {
  // The client has left before: no further event will come.
  if (payload.destroyed) throw endedEarly();
  const announced = Number(announcedBytes ?? 0);
  if (announced > bytesMax) throw tooLarge(bytesMax);
  held.demandRoom(announced);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      try {
        if (bytes > bytesMax) throw tooLarge(bytesMax);
        held.add(chunk);
        chunks.push(chunk);
      } catch (error) {
        // The rest is discarded, so that the client can read the response.
        payload.off('data', onData);
        payload.resume();
        reject(error);
      }
    };
    payload.on('data', onData);
    payload.on('end', () => resolve(wholeOf(chunks, bytes)));
    // The connection was lost.
    payload.on('error', () => reject(endedEarly()));
    // `close` follows `end` too; creating an error each time would cost a stack trace.
    payload.on('close', () => {
      if (!payload.readableEnded) reject(endedEarly());
    });
  });
}
