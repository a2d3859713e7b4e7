import { expect, test } from 'vitest';
import { processesOf, processName } from './processes';

test.each([
  ['node /shop/dist/cli/orderprocessing.js start', 'shop'],
  ['node /shop/dist/cli/orderprocessing.js start --distributed --gateways 2', 'supervisor'],
  ['node --cpu-prof /shop/dist/gateway/main.js', 'gateway'],
  ['node /shop/dist/subgraphs/users/main.js', 'users'],
  ['node /shop/dist/subgraphs/orders/main.js --no-work', 'orders'],
  ['node /shop/dist/subgraphs/orders/main.js --no-api', 'orders-jobs'],
  ['node /shop/dist/payments/sandbox/main.js', 'sandbox'],
  ['postgres: orders orders 127.0.0.1(50718) idle', 'PostgreSQL'],
  ['redis-server unixsocket:/tmp/redis.sock', 'Redis'],
  ['setpriv --pdeathsig SIGKILL -- sleep', 'other'],
])('%s is %s', (command, name) => {
  expect(processName(command)).toBe(name);
});

test('a process is listed with its memory and CPU time', () => {
  const own = processesOf(process.pid).find(({ pid }) => pid === process.pid);
  expect(own?.ownBytes).toBeGreaterThan(1_000_000);
  expect(own?.cpuMs).toBeGreaterThan(0);
});
