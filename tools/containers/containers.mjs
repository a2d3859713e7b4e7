// The containers of docker-compose.yml, run by podman: what Compose does, without its daemon.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';

const healthDeadlineMs = 180_000;
const pollMs = 1_000;
const prefix = 'orderprocessing-try';
const network = prefix;

export const nameOf = (service) => `${prefix}-${service}`;
const volumeOf = (source) => `${prefix}-${source}`;

/** Such as `--runtime runc`, on a machine where the usual one cannot run. */
const given = (process.env.PODMAN_OPTIONS ?? '').split(' ').filter(Boolean);

/** Runs podman. @returns its standard output. */
export const podman = (...args) =>
  execFileSync('podman', [...given, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

const isDone = (...args) =>
  spawnSync('podman', [...given, ...args], { stdio: 'ignore' }).status === 0;

/** The services that start without a profile, by name. */
export function readServices(root) {
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), {
    merge: true,
  });
  return services;
}

/** Replaces each `${NAME:-default}` by its default. */
const filled = (value) => {
  const [first, ...others] = String(value).split('${');
  const parts = others.map((part) => {
    const [inside, ...rest] = part.split('}');
    const [, fallback] = inside.split(':-');
    return fallback === undefined ? `\${${part}` : fallback + rest.join('}');
  });
  return first + parts.join('');
};

/** A word of a command: Compose writes a dollar sign twice. */
const unescaped = (word) => word.replaceAll('$$', '$');

/** The DNS that podman has for its network. */
const nameserver = () => {
  const [{ subnets }] = JSON.parse(podman('network', 'inspect', network));
  return `${subnets[0].gateway}:53`;
};

const mountOf = (root, { type, source, target, read_only: isReadOnly }) => {
  const from = type === 'volume' ? volumeOf(source) : join(root, source);
  return ['--volume', `${from}:${target}${isReadOnly ? ':ro' : ''}`];
};

/** The whole name of an image: one with a version is of Docker's library, the others are built here. */
const imageOf = ({ image }) =>
  image.includes(':') ? `docker.io/library/${image}` : `localhost/${image}`;

/** The options of `podman run` that a service has in the file. */
function optionsOf(root, name, service) {
  const { environment = {}, volumes = [], tmpfs = [], entrypoint } = service;
  return [
    '--name',
    nameOf(name),
    '--network',
    network,
    '--network-alias',
    name,
    // HAProxy asks the DNS of Docker otherwise.
    '--env',
    `EDGE_NAMESERVER=${nameserver()}`,
    ...(service.init ? ['--init'] : []),
    ...(service.read_only ? ['--read-only'] : []),
    ...(service.user ? ['--user', service.user] : []),
    ...(service.mem_limit ? ['--memory', service.mem_limit] : []),
    ...(service.cap_drop ?? []).flatMap((capability) => ['--cap-drop', capability]),
    ...(service.security_opt ?? []).flatMap((option) => ['--security-opt', option.split(':')[0]]),
    ...tmpfs.flatMap((folder) => ['--tmpfs', folder]),
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${filled(value)}`]),
    ...volumes.flatMap((mount) => mountOf(root, mount)),
    ...(entrypoint ? ['--entrypoint', JSON.stringify(entrypoint)] : []),
    imageOf(service),
    ...(service.command ?? []).map(unescaped),
  ];
}

const logOf = (name) =>
  spawnSync('podman', ['logs', '--tail', '20', nameOf(name)], { encoding: 'utf8' });

async function untilHealthy(name, { healthcheck }) {
  const [kind, ...test] = healthcheck.test.map(unescaped);
  const command = kind === 'CMD' ? test : ['sh', '-c', ...test];
  const end = Date.now() + healthDeadlineMs;
  while (!isDone('exec', nameOf(name), ...command)) {
    if (Date.now() < end) await pause(pollMs);
    else throw new Error(`${name} is not healthy: ${logOf(name).stdout}${logOf(name).stderr}`);
  }
}

/** Starts a container, and waits as those that depend on it do. */
async function start(root, name, service) {
  const options = optionsOf(root, name, service);
  // A container that is not restarted runs once.
  if (service.restart === 'no') podman('run', ...options);
  else podman('run', '--detach', ...options);
  if (service.healthcheck) await untilHealthy(name, service);
  process.stdout.write(`${name} ${service.restart === 'no' ? 'has run' : 'is up'}\n`);
}

/** Starts the services that have no profile, each after those that it depends on. */
export async function startAll(root, services) {
  podman('network', 'create', network);
  const waiting = new Map(Object.entries(services).filter(([, { profiles }]) => !profiles));
  while (waiting.size > 0) {
    const ready = [...waiting].find(([, { depends_on: others = {} }]) =>
      Object.keys(others).every((other) => !waiting.has(other)),
    );
    if (ready === undefined) throw new Error('The services wait for each other.');
    await start(root, ...ready);
    waiting.delete(ready[0]);
  }
}

/** Runs a service of a profile to its end. @returns what it printed. */
export const runTool = (root, name, service) =>
  podman('run', '--rm', ...optionsOf(root, name, service));

/** Removes the containers, their volumes and their network. */
export function removeAll(services) {
  for (const name of Object.keys(services).reverse()) isDone('rm', '--force', nameOf(name));
  for (const volume of podman('volume', 'ls', '--quiet').split('\n')) {
    if (volume.startsWith(`${prefix}-`)) isDone('volume', 'rm', '--force', volume);
  }
  isDone('network', 'rm', '--force', network);
}
