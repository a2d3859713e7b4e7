// node ops/kubernetes/deploy.mjs: rolls an image out, or back to an earlier one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';

const here = import.meta.dirname;
const namespace = 'orderprocessing';
const overlays = ['development', 'production'];
const renderDeadlineMs = 60_000;
const applyDeadlineMs = 120_000;
/** The deadline of the job, and a minute to start it. */
const migrationDeadlineMs = 1_860_000;
const jobPollMs = 5_000;
const secretsDeadlineSeconds = 120;
const deploymentDeadlineSeconds = 600;
/** The steps of a canary take 20 minutes. */
const canaryDeadlineSeconds = 3_600;

const help = `node ops/kubernetes/deploy.mjs --overlay NAME --image IMAGE [--rollback] [--dry-run]

Applies an overlay with kubectl, in this order: settings, secrets and network policies; the
migrations; the subgraphs; the gateway, whose schema may need the new subgraphs. It waits for each and
stops at the first that fails, with exit code 1.

  --overlay NAME  ${overlays.join(' or ')}
  --image IMAGE   the image of every process, e.g. registry.example.com/orderprocessing@sha256:…
  --rollback      an earlier image: the gateway first, then the subgraphs, and no migrations
  --dry-run       prints what would be applied, in order
`;

const print = (line) => process.stdout.write(`${line}\n`);

function kubectl(args, { input, deadlineMs }) {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    input,
    encoding: 'utf8',
    timeout: deadlineMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`kubectl ${args[0]}: ${error.message}`);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** The overlay's objects with the image, by a kustomization on top of it. */
function render(overlay, image) {
  const folder = mkdtempSync(join(here, 'overlays', '.deploy-'));
  const [name, digest] = image.split('@');
  const colon = name.lastIndexOf(':');
  const isTagged = colon > name.lastIndexOf('/');
  const newName = isTagged ? name.slice(0, colon) : name;
  const version = digest ? { digest } : { newTag: isTagged ? name.slice(colon + 1) : 'latest' };
  try {
    const base = relative(folder, join(here, 'overlays', overlay));
    const images = ['orderprocessing', 'registry.example.com/orderprocessing'].map((each) => ({
      name: each,
      newName,
      ...version,
    }));
    writeFileSync(join(folder, 'kustomization.yaml'), stringify({ resources: [base], images }));
    const text = kubectl(['kustomize', folder], { deadlineMs: renderDeadlineMs });
    return parseAllDocuments(text).map((document) => document.toJS());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const rolledOut = new Set([
  'Deployment',
  'Rollout',
  'HorizontalPodAutoscaler',
  'HTTPRoute',
  // Its program needs the tables of its version.
  'CronJob',
]);
const isOfGateway = ({ kind, metadata }) => kind === 'HTTPRoute' || metadata.name === 'gateway';

/** The steps of a roll-out; a rollback takes them in the other order. */
function stepsOf(objects, isRollback) {
  const of = (isIncluded) => objects.filter(isIncluded);
  const prepare = {
    name: 'settings, secrets and network policies',
    objects: of(({ kind }) => !rolledOut.has(kind) && kind !== 'Job'),
  };
  const migrate = { name: 'migrations', objects: of(({ kind }) => kind === 'Job') };
  const subgraphs = {
    name: 'subgraphs',
    objects: of((each) => rolledOut.has(each.kind) && !isOfGateway(each)),
  };
  const gateway = {
    name: 'gateway',
    objects: of((each) => rolledOut.has(each.kind) && isOfGateway(each)),
  };
  return isRollback ? [prepare, gateway, subgraphs] : [prepare, migrate, subgraphs, gateway];
}

const inNamespace = ['--namespace', namespace];

function wait(args, seconds) {
  const timeout = `--timeout=${seconds}s`;
  return kubectl([...args, timeout, ...inNamespace], { deadlineMs: (seconds + 30) * 1_000 });
}

const waits = {
  ExternalSecret: (name) =>
    wait(['wait', '--for=condition=Ready', `externalsecret/${name}`], secretsDeadlineSeconds),
  Job: waitForJob,
  Deployment: (name) =>
    wait(['rollout', 'status', `deployment/${name}`], deploymentDeadlineSeconds),
  Rollout: waitForRollout,
};

function waitForRollout(name) {
  // The template is that of the Deployment. Until the controller has seen it, the status is that of
  // the previous one.
  const path = 'jsonpath={.metadata.generation}';
  const options = { deadlineMs: applyDeadlineMs };
  const generation = kubectl(['get', 'deployment', name, '-o', path, ...inNamespace], options);
  const seen = `--for=jsonpath={.status.workloadObservedGeneration}=${generation}`;
  wait(['wait', seen, `rollouts.argoproj.io/${name}`], deploymentDeadlineSeconds);
  // The plugin of Argo Rollouts; it fails when the analysis has aborted the canary.
  wait(['argo', 'rollouts', 'status', name], canaryDeadlineSeconds);
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** The last lines of a job; why there are none, if its pod did not start. */
function logOf(name) {
  try {
    const args = ['logs', `job/${name}`, '--tail=50', ...inNamespace];
    return kubectl(args, { deadlineMs: applyDeadlineMs });
  } catch (error) {
    return error.message;
  }
}

/** Waits until a job has ended: `kubectl wait` for its success does not notice that it has failed. */
function waitForJob(name) {
  const path = 'jsonpath={.status.conditions[?(@.status=="True")].type}';
  const deadline = performance.now() + migrationDeadlineMs;
  for (;;) {
    const args = ['get', 'job', name, '-o', path, ...inNamespace];
    const conditions = kubectl(args, { deadlineMs: applyDeadlineMs }).split(' ');
    if (conditions.includes('Complete')) return;
    const hasFailed = conditions.includes('Failed');
    if (hasFailed || performance.now() > deadline) {
      const what = hasFailed ? 'has failed' : 'has not ended in time';
      throw new Error(
        `The job ${name} ${what}, and no process was replaced. Its log:\n${logOf(name)}`,
      );
    }
    sleep(jobPollMs);
  }
}

function take({ name, objects }) {
  print(`applying ${name}`);
  for (const { kind, metadata } of objects) {
    if (kind !== 'Job') continue;
    // The template of a job cannot be changed.
    const args = ['delete', 'job', metadata.name, '--ignore-not-found', '--wait', ...inNamespace];
    kubectl(args, { deadlineMs: applyDeadlineMs });
  }
  const input = objects.map((object) => stringify(object)).join('---\n');
  kubectl(['apply', '-f', '-'], { input, deadlineMs: applyDeadlineMs });
  for (const { kind, metadata } of objects) waits[kind]?.(metadata.name);
}

function list({ name, objects }) {
  print(`${name}:`);
  for (const { kind, metadata } of objects) print(`  ${kind} ${metadata.name}`);
}

function main() {
  const { values } = parseArgs({
    options: {
      overlay: { type: 'string' },
      image: { type: 'string' },
      rollback: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(help);
  if (!overlays.includes(values.overlay)) throw new Error(`--overlay: ${overlays.join(' or ')}`);
  if (!values.image) throw new Error('--image IMAGE is required.');
  const steps = stepsOf(render(values.overlay, values.image), values.rollback);
  for (const step of steps) (values['dry-run'] ? list : take)(step);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
