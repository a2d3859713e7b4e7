import type { Readable } from 'node:stream';
import { gatewayError } from './errors';

function tooLarge(bytesMax: number) {
  return gatewayError('PAYLOAD_TOO_LARGE', `The body is larger than ${bytesMax} bytes.`);
}

/**
 * Reads a body that may be of any length, but no further than allowed.
 * @throws PAYLOAD_TOO_LARGE, by the announced length already where there is one.
 */
export async function readBody(
  payload: Readable,
  announcedBytes: string | undefined,
  bytesMax: number,
): Promise<Buffer> {
  if (announcedBytes !== undefined && Number(announcedBytes) > bytesMax) throw tooLarge(bytesMax);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) {
        chunks.push(chunk);
        return;
      }
      // What still comes is thrown away, so that the client can read its answer.
      payload.off('data', onData);
      payload.resume();
      reject(tooLarge(bytesMax));
    };
    payload.on('data', onData);
    payload.once('end', () => resolve(Buffer.concat(chunks, bytes)));
    payload.once('error', reject);
    // It closes after its end too; an error made for nothing would cost each request its stack.
    payload.once('close', () => {
      if (!payload.readableEnded) reject(new Error('The body ended too early.'));
    });
  });
}
