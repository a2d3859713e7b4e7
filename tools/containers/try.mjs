// node tools/containers/try.mjs: builds the images of docker-compose.yml, runs its containers by
// podman, places an order at the edge, and checks the databases and their backup.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nameOf, podman, readServices, removeAll, runTool, startAll } from './containers.mjs';

const root = join(import.meta.dirname, '../..');
const backupDeadlineMs = 120_000;
const services = readServices(root);

const limit = (letter) =>
  execFileSync('bash', ['-c', `ulimit -${letter}`], { encoding: 'utf8' }).trim();

/** Settings of buildah and podman: names without a registry, and limits that this process may set. */
function configure() {
  const folder = mkdtempSync(join(tmpdir(), 'containers-'));
  const limits = [`nofile=${limit('n')}`, `nproc=${limit('u')}`].map(
    (text) => `"${text}:${text.split('=')[1]}"`,
  );
  writeFileSync(join(folder, 'containers.conf'), `[containers]\ndefault_ulimits = [${limits}]\n`);
  writeFileSync(join(folder, 'registries.conf'), 'unqualified-search-registries = ["docker.io"]\n');
  process.env.CONTAINERS_CONF_OVERRIDE = join(folder, 'containers.conf');
  process.env.CONTAINERS_REGISTRIES_CONF = join(folder, 'registries.conf');
  process.env.BUILDAH_ISOLATION ??= 'chroot';
}

function build() {
  execFileSync(join(root, 'tools/containers/bases.sh'), { stdio: 'inherit' });
  const images = Object.values(services).filter(({ build: context }) => context);
  for (const [image, context] of new Map(images.map((one) => [one.image, one.build]))) {
    const options = ['--quiet', '--layers', '--pull=never', '--network=host'];
    const args = ['build', ...options, '--tag', image, context];
    execFileSync('buildah', args, { cwd: root, stdio: 'inherit' });
    process.stdout.write(`built ${image}\n`);
  }
}

/** Asks the API inside of the network of the containers. */
function ask(query, variables = {}, token = '') {
  const program = `
    const [url, body, token] = process.argv.slice(1);
    const headers = { 'content-type': 'application/json' };
    if (token !== '') headers.authorization = 'Bearer ' + token;
    fetch(url, { method: 'POST', headers, body })
      .then((response) => response.text())
      .then((text) => console.log(text));`;
  const body = JSON.stringify({ query, variables });
  const call = ['exec', nameOf('gateway'), 'node', '-e', program];
  const { data, errors } = JSON.parse(podman(...call, 'http://edge:4000/graphql', body, token));
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

function placeOrder() {
  const login =
    'mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }';
  const input = { email: 'customer@example.com', password: 'demo-password' };
  const { accessToken } = ask(login, { input }).login;
  const order = {
    idempotencyKey: 'first-order-of-the-containers',
    currency: 'EUR',
    lines: [{ sku: 'DEMO-0001', quantity: 2 }],
    shippingAddress: {
      recipient: 'Ada Buyer',
      line1: 'Hauptstraße 1',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    },
    payment: { token: 'tok_ok' },
  };
  const place = `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { ... on Order { number status } ... on UserError { message } } }`;
  const { placeOrder: placed } = ask(place, { input: order }, accessToken);
  process.stdout.write(`order ${placed.number} is ${placed.status}\n`);
  if (placed.status !== 'CONFIRMED') throw new Error(JSON.stringify(placed));
}

/** Waits until the metric of orders has the time of the first backup. */
async function checkBackup() {
  const program = `fetch('http://127.0.0.1:4203/metrics').then((response) => response.text())
    .then((text) => console.log(text))`;
  const end = Date.now() + backupDeadlineMs;
  const metric = 'database_backup_last_success_timestamp_seconds{';
  const isOfOrders = (line) => line.startsWith(metric) && line.includes('room="orders"');
  for (;;) {
    const lines = podman('exec', nameOf('orders'), 'node', '-e', program).split('\n');
    const line = lines.find(isOfOrders);
    if (line) return process.stdout.write(`${line}\n`);
    if (Date.now() > end) throw new Error(podman('logs', nameOf('backups')));
    await pause(1_000);
  }
}

configure();
build();
removeAll(services);
try {
  await startAll(root, services);
  placeOrder();
  process.stdout.write(runTool(root, 'verify', services.verify));
  await checkBackup();
  process.stdout.write(podman('exec', nameOf('backups'), 'back-up', 'list'));
} finally {
  removeAll(services);
}
