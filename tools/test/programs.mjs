// Programs that the suites need, installed by apt-get where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './root.mjs';

const installDeadlineMs = 300_000;

/** `names`: one of them is on the PATH or in `folder`, or else the package is installed. */
const debianPackages = JSON.parse(
  readFileSync(join(root, 'testing', 'debian-packages.json'), 'utf8'),
);

const isOnPath = (name) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

const isPresent = ({ names, folder }) =>
  names.some((name) => (folder ? existsSync(join(folder, name)) : isOnPath(name)));

function apt(...args) {
  const { status } = spawnSync('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: installDeadlineMs,
  });
  return status === 0;
}

const servicePolicy = '/usr/sbin/policy-rc.d';

/**
 * Debian starts a server as soon as its package is installed, on a port that may be needed.
 * A policy script that exits with 101 prevents it (/usr/share/doc/init-system-helpers).
 */
function withoutStartingServices(install) {
  if (existsSync(servicePolicy)) return install();
  writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(servicePolicy, { force: true });
  }
}

/** Installs missing programs if possible, and reports which suites will be skipped. */
export function ensurePrograms({ long }) {
  // The others are for *.long.test.ts.
  const needed = debianPackages.filter((each) => long || each.for.includes('tests'));
  const missing = needed.filter((program) => !isPresent(program));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    console.log(`Installing ${packages.join(', ')} (apt-get); no service is started.`);
    withoutStartingServices(
      () =>
        apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', ...packages),
    );
  }
  for (const program of missing.filter((each) => !isPresent(each))) {
    const names = program.names.join(' or ');
    console.log(`${names} is not on the PATH: the suites that need it are skipped.`);
  }
}
