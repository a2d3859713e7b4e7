import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfiguration } from '../../config/schema';
import { startTimeOf } from '../../platform/process/process-table';
import { databaseForFile } from '../../platform/testing/database';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { reachDatabase } from './reach-database';

const server = databaseForFile('inventory');
const pooler = databaseForFile('inventory');

const reached = (addresses: object): Promise<string> =>
  reachDatabase(
    parseConfiguration({ environment: 'test', database: { inventory: addresses } }),
    'inventory',
  );

test('a command uses the configured database', async () => {
  expect(await reached({ url: server.url })).toBe(server.url);
});

test('a command goes past a pooler, whose limit of statements it would exceed', async () => {
  expect(await reached({ url: pooler.url, directUrl: server.url })).toBe(server.url);
});

/** The error that PostgreSQL sends when it refuses a connection. */
function refusal(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

test.each([
  ['53300', 'sorry, too many clients already', /: sorry, too many clients already\. Check/],
  ['28P01', 'password authentication failed', /: password authentication failed\. Check/],
  ['57P03', 'the database system is starting up', /^The shop does not run\./],
])('a PostgreSQL of the shop that refuses with %s is reported', async (code, message, said) => {
  const answer = (socket: Socket) => socket.once('data', () => socket.end(refusal(code, message)));
  const refusing = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => void refusing.close());
  await new Promise((resolve) => refusing.once('listening', resolve));
  const dataFolder = folderForTest();
  mkdirSync(path.join(dataFolder, 'postgres'));
  writeFileSync(path.join(dataFolder, 'postgres.password'), 'secret');
  const { port } = refusing.address() as AddressInfo;
  writeFileSync(path.join(dataFolder, 'postgres/postmaster.pid'), `${process.pid}\n\n\n${port}\n`);
  const configuration = parseConfiguration({ environment: 'test', dataFolder });
  await expect(reachDatabase(configuration, 'users')).rejects.toThrow(said);
});

test('the server that a command has started for itself is not taken for that of a shop', async () => {
  const dataFolder = folderForTest();
  mkdirSync(path.join(dataFolder, 'postgres'));
  writeFileSync(path.join(dataFolder, 'postgres.password'), 'secret');
  // A process that holds the folder, and has the words of the command in its arguments.
  const program = path.join(dataFolder, 'orderprocessing.js');
  writeFileSync(program, "console.log('runs'); setInterval(() => undefined, 1_000)");
  const command = spawn(process.execPath, [program, 'backup', 'dump', 'there']);
  onTestFinished(() => void command.kill('SIGKILL'));
  await new Promise((resolve) => command.stdout.once('data', resolve));
  const { pid } = command;
  writeFileSync(path.join(dataFolder, 'postgres/postmaster.pid'), `${pid}\n\n\n1\n`);
  writeFileSync(path.join(dataFolder, 'lock'), `${pid} ${startTimeOf(Number(pid))}\n`);
  const configuration = parseConfiguration({ environment: 'test', dataFolder });
  await expect(reachDatabase(configuration, 'users')).rejects.toThrow(
    `orderprocessing backup (process ${pid}) uses the data folder`,
  );
});
