import { expect, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { type InstanceCounts, plannedCopies, plannedInstances } from './planned-instances';

const configuration = parseConfiguration({});
const freeExcept =
  (...taken: number[]) =>
  async (_host: string, port: number) =>
    !taken.includes(port);

const gateways = (count: number): InstanceCounts => ({ gateways: count, subgraphs: {}, jobs: 1 });

/** The admin ports of the gateways. */
const portsOf = async (...given: Parameters<typeof plannedInstances>) =>
  (await plannedInstances(...given))
    .filter(({ part }) => part === 'gateway')
    .map(({ adminPort }) => adminPort);

test('gateways have consecutive ports', async () => {
  expect(await portsOf(configuration, gateways(3), freeExcept())).toEqual([4001, 4002, 4003]);
});

test('a port of another program is passed over, and so are those of the shop', async () => {
  expect(await portsOf(configuration, gateways(3), freeExcept(4002, 4004))).toEqual([
    4001, 4003, 4005,
  ]);
  const near = parseConfiguration({ server: { adminPort: 4009 } });
  expect(await portsOf(near, gateways(2), freeExcept())).toEqual([4009, 4011]);
});

test('port 0 stays any free port', async () => {
  const any = parseConfiguration({ server: { adminPort: 0 } });
  expect(await portsOf(any, gateways(2), freeExcept())).toEqual([0, 0]);
});

test('too few free ports are an error, not an endless search', async () => {
  const none = async () => false;
  await expect(portsOf(configuration, gateways(2), none)).rejects.toThrow(
    'There are too few free ports between 4001 and 5001.',
  );
});

test('each instance has a name and ports of its own, and a single one those of the settings', async () => {
  const counts = { gateways: 1, subgraphs: { users: 2, orders: 2 }, jobs: 2 };
  const planned = await plannedInstances(configuration, counts, freeExcept());
  const shown = planned.map(({ name, port, adminPort }) => [name, port, adminPort]);
  expect(shown).toEqual([
    ['orders-1', 4103, 4203],
    ['orders-2', 4104, 4205],
    ['orders-jobs-1', null, 4204],
    ['orders-jobs-2', null, 4206],
    ['users-1', 4101, 4201],
    ['users-2', 4105, 4207],
    ['inventory', 4102, 4202],
    ['gateway-1', null, 4001],
  ]);
});

test('copies of the shop have admin ports of their own, and share the public one', async () => {
  const planned = await plannedCopies(configuration, 2, freeExcept(4002));
  const shown = planned.map(({ name, part, port, adminPort }) => [name, part, port, adminPort]);
  expect(shown).toEqual([
    ['shop-1', 'shop', null, 4001],
    ['shop-2', 'shop', null, 4003],
  ]);
});
