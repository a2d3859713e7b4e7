import type { IncomingMessage } from 'node:http';

export type ReadBody = { readonly kind: 'whole'; readonly text: string } | TooLong;

interface TooLong {
  readonly kind: 'tooLong';
}

/**
 * The whole body as text, or `tooLong` if it exceeds the limit; then the rest is not read.
 * @throws Error when the connection ends before the body does.
 */
export async function readBody(message: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  if (Number(message.headers['content-length'] ?? 0) > bytesMax) return { kind: 'tooLong' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) {
        chunks.push(chunk);
        return;
      }
      message.pause();
      resolve({ kind: 'tooLong' });
    });
    message.once('end', () =>
      resolve({ kind: 'whole', text: Buffer.concat(chunks).toString('utf8') }),
    );
    message.once('error', reject);
    // `close` follows `end` too; creating an error each time would cost a stack trace.
    message.once('close', () => {
      if (!message.readableEnded) reject(new Error('The connection ended before the body did.'));
    });
  });
}
