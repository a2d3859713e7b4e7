import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../platform/process/run-program';
import { folderForFile } from '../../platform/testing/temporary-folder';

const names = ['orderprocessing-release.service', 'orderprocessing.service'];
const folder = folderForFile();

test.each(names)('%s is started again for as long as it takes', (name) => {
  const unit = readFileSync(path.join(__dirname, name), 'utf8');
  const [head = '', service = ''] = unit.split('[Service]');
  expect(head).toMatch(/^StartLimitIntervalSec=0$/m);
  expect(service).toMatch(/^Restart=on-failure$/m);
});

test.skipIf(findProgram('systemd-analyze') === null).each(names)('systemd accepts %s', (name) => {
  const unit = readFileSync(path.join(__dirname, name), 'utf8');
  const verify = (text: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  };
  // Neither the account nor the program exists on this machine.
  const here = unit
    .replace(/^User=.*$/m, 'User=root')
    .replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`);
  expect(verify(here)).toMatchObject({ status: 0, stderr: '' });
  expect(verify(here.replace(/^KillMode=.*$/m, 'KillMode=none of these')).stderr).toContain(
    'kill mode',
  );
});
