import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { checkPortFree } from './port';

test('says that a port is in use, and which setting names it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(checkPortFree('server.port', '127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is in use by another program. Stop it, or set server.port, or server.portOffset, which moves every port.`,
  );
  holder.close();
  await once(holder, 'close');
  await checkPortFree('server.port', '127.0.0.1', port);
});

test('says that an address does not belong to this machine', async () => {
  await expect(checkPortFree('server.port', '203.0.113.1', 0)).rejects.toThrow(
    '203.0.113.1:0 cannot be listened on (EADDRNOTAVAIL). Set server.port, or the host beside it.',
  );
});
