import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { ended, spawnCommand } from '../harness/command';

test('a reader that has seen enough ends a command, without a stack trace', async () => {
  const command = spawnCommand('keys', ['--help'], tmpdir());
  command.stdout?.destroy();
  expect(await ended(command)).toEqual({ code: null, output: '', errors: '' });
});
