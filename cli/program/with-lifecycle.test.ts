import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startProgram } from '../../platform/testing/program';

test('a command that is interrupted says so, and ends what must not end half way', async () => {
  const { process: command } = startProgram(`
    const { toItsEnd, withLifecycle } = require('./cli/program/with-lifecycle');
    const isTold = new Promise((resolve) => {
      process.stderr.write = (text) => {
        process.send(text);
        resolve();
      };
    });
    setInterval(() => undefined, 1_000);
    void withLifecycle({ json: true }, (lifecycle) =>
      toItsEnd(lifecycle, 10_000, 'It is completed first.', async () => {
        process.kill(process.pid, 'SIGINT');
        await isTold;
        throw new Error('It was taken back.');
      }),
    );`);
  const said: string[] = [];
  command.on('message', (text) => said.push(String(text)));
  expect(await once(command, 'exit')).toEqual([1, null]);
  const error = { message: 'Interrupted before it was done.', exitCode: 1 };
  const last = `${JSON.stringify({ error })}\n`;
  expect(said).toEqual(['It is completed first.\n', 'It was taken back.\n', last]);
});

test('so does a command that opens nothing, which the signal ends', async () => {
  const { process: command } = startProgram(`
    const { whileWorking } = require('./cli/program/while-working');
    process.stderr.write = (text) => process.send(text);
    setInterval(() => undefined, 1_000);
    // Part of other work.
    void whileWorking('Reading', whileWorking('Comparing', new Promise(() => undefined)));
    process.kill(process.pid, 'SIGTERM');`);
  const [[said], ended] = await Promise.all([once(command, 'message'), once(command, 'exit')]);
  expect([said, ended]).toEqual(['Interrupted before it was done.\n', [null, 'SIGTERM']]);
});
