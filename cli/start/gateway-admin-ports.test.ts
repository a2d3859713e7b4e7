import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { gatewayAdminPorts } from './gateway-admin-ports';

const configuration = parseConfiguration({});
const freeExcept =
  (...taken: number[]) =>
  async (_host: string, port: number) =>
    !taken.includes(port);

test('each gateway has the port after that of the one before', async () => {
  expect(await gatewayAdminPorts(configuration, 3, freeExcept())).toEqual([4001, 4002, 4003]);
});

test('a port of another program is passed over, and so are those of the shop', async () => {
  expect(await gatewayAdminPorts(configuration, 3, freeExcept(4002, 4004))).toEqual([
    4001, 4003, 4005,
  ]);
  const near = parseConfiguration({ server: { adminPort: 4009 } });
  expect(await gatewayAdminPorts(near, 2, freeExcept())).toEqual([4009, 4011]);
});

test('port 0 stays any free port', async () => {
  const any = parseConfiguration({ server: { adminPort: 0 } });
  expect(await gatewayAdminPorts(any, 2, freeExcept())).toEqual([0, 0]);
});

test('too few free ports are an error, not an endless search', async () => {
  const none = async () => false;
  await expect(gatewayAdminPorts(configuration, 2, none)).rejects.toThrow(
    'There are too few free ports between 4001 and 5001.',
  );
});
