import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Answers every request as an overloaded gateway does, and nothing else. A load at the peak sends it
 * what exceeds the peak, so that the generator of the load costs the same CPU at every rate.
 */

const body = JSON.stringify({
  errors: [
    { message: 'Too many requests are in progress.', extensions: { code: 'SERVICE_UNAVAILABLE' } },
  ],
});

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end(body);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${port}\n`);
});
