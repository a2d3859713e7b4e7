import { expect, test } from 'vitest';
import { openDataFolder } from '../../platform/process/data-folder';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { askSupervisor } from './ask';
import { serveRequests } from './requests';
import { ReleaseFolder } from './state';

test('a command and its supervisor exchange texts with line separators', async () => {
  // The name of a product, copied from a web page.
  const text = 'Lamp\u2028with a\u2029shade';
  const folder = new ReleaseFolder(folderForTest());
  const lock = openDataFolder(folder.path);
  const server = await serveRequests(folder.control, async (asked, { log }) => {
    log(text);
    return { asked, text };
  });
  const said: string[] = [];
  const request = { command: 'abort', pid: process.pid, note: text } as const;
  const result = await askSupervisor(folder, request, (line) => said.push(line));
  server.close();
  lock.release();
  expect(result).toEqual({ asked: request, text });
  expect(said).toEqual([text]);
});
