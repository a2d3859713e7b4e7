import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { subgraphNames } from '../../config/subgraphs';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { UsageError } from '../program/exit-codes';
import { demandServer } from './direct-connections';
import { runCutOver, runTakeOver } from './run';

afterEach(() => void vi.unstubAllEnvs());

/** The columns that are read, as HAProxy 3.0 prints them after the version of the format. */
const state = `1
# be_id be_name srv_id srv_name srv_addr
3 database 1 first 10.0.0.1
3 database 2 second 10.0.1.1
`;

async function haproxy(): Promise<string> {
  const socket = path.join(folderForTest(), 'haproxy.sock');
  const server = createServer((connection) => {
    connection.once('data', () => connection.end(state));
  }).listen(socket);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return socket;
}

test('a server of HAProxy is found before anything is moved', async () => {
  const socket = await haproxy();
  expect(await demandServer(socket, 'second')).toEqual(['first', 'second']);
  await expect(demandServer(socket, 'secnd')).rejects.toThrow(
    'HAProxy has no server secnd in the section database, but first, second.',
  );
});

test('a region takes over only if the connections can be sent there', async () => {
  for (const name of subgraphNames) {
    // Nobody listens there.
    vi.stubEnv(`ORDERPROCESSING_DATABASE_${name.toUpperCase()}_URL`, 'postgresql://127.0.0.1:1/x');
  }
  const takingOver = runTakeOver({ haproxy: await haproxy(), server: 'secnd' });
  await expect(takingOver).rejects.toThrow('HAProxy has no server secnd');
});

test('the server of this region has no default: on the way back it is the other one', async () => {
  const moving = runCutOver({ from: '/nowhere', haproxy: await haproxy() });
  await expect(moving).rejects.toThrow(UsageError);
  const takingOver = runTakeOver({ haproxy: await haproxy() });
  await expect(takingOver).rejects.toThrow('--haproxy needs --server');
});

test('a socket that nobody listens on is named', async () => {
  const socket = path.join(folderForTest(), 'none.sock');
  await expect(demandServer(socket, 'second')).rejects.toThrow(
    `HAProxy does not answer at ${socket}`,
  );
});
