import { createServer } from 'node:http';
import { handleDelivery } from './deliveries.mjs';

/** A delivery is about 300 bytes. */
const bodyBytesMax = 65_536;

async function bodyOf(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  // The signature covers the bytes as they arrived.
  return Buffer.concat(chunks);
}

/** A server of its own that receives deliveries. `options` as of `handleDelivery`. */
export async function startReceiver(port, options) {
  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const status =
        body === null ? 413 : await handleDelivery({ headers: request.headers, body }, options);
      response.writeHead(status).end();
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return () => new Promise((resolve) => server.close(resolve));
}
