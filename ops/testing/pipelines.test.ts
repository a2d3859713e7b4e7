import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../platform/process/repository-root';
import { folderForTest } from '../../platform/testing/temporary-folder';

const read = (file: string) => parse(readFileSync(path.join(repositoryRoot, file), 'utf8'));

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly steps: readonly Step[];
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: { readonly part: readonly number[] } };
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface GitlabJob {
  readonly stage?: string;
  readonly extends?: string;
  readonly needs?: readonly string[];
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
}

const folder = '.github/workflows';
const workflows = readdirSync(path.join(repositoryRoot, folder)).map((file) => [
  path.basename(file, '.yml'),
  read(`${folder}/${file}`) as Workflow,
]) as [string, Workflow][];

const { stages, workflow, variables, default: common, ...blocks } = read('.gitlab-ci.yml');
/** Every job, and the templates that they extend. */
const gitlab = blocks as Readonly<Record<string, GitlabJob>>;
const gitlabJobs = Object.entries(gitlab).filter(([name]) => !name.startsWith('.'));

/** The files of this repository that commands call. */
const filesIn = (commands: readonly string[]) =>
  commands.flatMap((command) => command.match(/(?<![\w/-])(?:\.ci|ops|cli)\/[\w./-]+/g) ?? []);

const githubCommands = workflows.flatMap(([, { jobs }]) =>
  Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
);
const gitlabCommands = Object.values(gitlab).flatMap(({ script = [], before_script = [] }) => [
  ...script,
  ...before_script,
]);

test.each([
  ['GitHub', githubCommands],
  ['GitLab', gitlabCommands],
])('%s calls scripts that exist', (_name, commands) => {
  const files = filesIn(commands);
  expect(new Set(files)).toEqual(
    new Set(['.ci/run', '.ci/smoke.mjs', 'ops/kubernetes/deploy.mjs']),
  );
  for (const file of files) expect(existsSync(path.join(repositoryRoot, file)), file).toBe(true);
  expect(statSync(path.join(repositoryRoot, '.ci/run')).mode & 0o111).toBeGreaterThan(0);
});

describe.each(workflows)('the workflow %s', (_name, { permissions, jobs }) => {
  test('may only read, unless a job says more', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  test.each(Object.entries(jobs))('has a deadline and what it needs for %s', (_job, job) => {
    expect(job['timeout-minutes']).toBeGreaterThan(0);
    for (const need of [job.needs ?? []].flat()) expect(Object.keys(jobs)).toContain(need);
  });

  test('uses actions of a fixed version', () => {
    const used = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => uses ?? []),
    );
    expect(used.length).toBeGreaterThan(2);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+(\/[\w-]+)*@v?\d+(\.\d+)*$/);
  });

  test('writes nothing that a branch is named into a command', () => {
    const commands = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    );
    expect(commands.filter((command) => /\$\{\{\s*github\./.test(command))).toEqual([]);
  });
});

test('a release is scanned before it is pushed, signed before it is deployed, and tried after', () => {
  const { jobs } = read('.github/workflows/release.yml') as Workflow;
  const named = [...(jobs['build']?.steps ?? []), ...(jobs['deploy']?.steps ?? [])].flatMap(
    ({ name }) => name ?? [],
  );
  expect(named).toEqual([
    'Build',
    'Scan',
    'Push',
    'Sign',
    'Deploy',
    'Smoke',
    'Promote',
    'Find the previous version',
    'Check it out',
    'Roll back',
  ]);
  expect(jobs['build']?.needs).toBe('test');
  expect(jobs['deploy']?.needs).toBe('build');
  expect(jobs['deploy']?.steps.at(-1)?.if).toContain('failure()');
});

test('both run the long tests, all drills, mutants and the gateway bench each week', () => {
  const { jobs } = read(`${folder}/weekly.yml`) as Workflow;
  const commands = [
    ...Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
  ];
  expect(commands).toContainEqual(expect.stringMatching(/^npm run test:long -- --part .+\/6$/));
  expect(jobs['long-tests']?.strategy?.matrix.part).toEqual([1, 2, 3, 4, 5, 6]);
  expect(gitlab['long-tests']).toMatchObject({ parallel: 6 });
  const adding = 'npm run test:long -- --add-up';
  expect(commands).toContain(`${adding} parts/*/long-tests.json`);
  expect(jobs['long-table']?.needs).toBe('long-tests');
  expect(gitlab['long-table']).toMatchObject({
    needs: ['long-tests'],
    script: [`${adding} long-tests-*.json`],
  });
  const installed = (lines: readonly string[]) =>
    lines.flatMap((line) => line.split('\n')).find((line) => line.includes('apt-get install'));
  expect(gitlab['drills']?.script).toContain(installed(commands));
  for (const ran of [commands, gitlab['mutants']?.script]) {
    expect(ran).toContain('npm run test:mutation');
  }
  for (const ran of [commands, gitlab['gateway']?.script]) {
    expect(ran).toContain('npm run bench -- gateway --rounds 3 --seconds 1');
  }
});

test('GitLab has the same steps in the same order', () => {
  expect(stages).toEqual([
    'test',
    'build',
    'scan',
    'sign',
    'deploy',
    'smoke',
    'promote',
    'rollback',
    'weekly',
  ]);
  expect([workflow, variables, common]).not.toContain(undefined);
  const names = gitlabJobs.map(([name]) => name);
  const stageOf = ({ stage, extends: base = '' }: GitlabJob) => stage ?? gitlab[base]?.stage;
  expect([...new Set(gitlabJobs.map(([, job]) => stageOf(job)))]).toEqual(stages);
  for (const [name, { needs = [], extends: base }] of gitlabJobs) {
    expect(names, name).toEqual(expect.arrayContaining([...needs]));
    if (base) expect(Object.keys(gitlab), name).toContain(base);
  }
});

test.each(['build', 'scan', 'sign'])('GitLab signs in to the registry to %s', (name) => {
  const { before_script = [], script = [] } = gitlab[name] ?? {};
  const [first = ''] = [...before_script, ...script];
  expect(first).toMatch(/ login --username "\$CI_REGISTRY_USER" --password-stdin "\$CI_REGISTRY"$/);
});

test('GitLab makes a builder of a context, which the TLS of its service needs', () => {
  const { script = [] } = gitlab['build'] ?? {};
  const created = script.indexOf('docker context create service');
  expect(created).toBeGreaterThan(-1);
  expect(script[created + 1]).toBe('docker buildx create --use service');
});

/** The last release's image, as the pipelines have recorded it. */
const digest = `sha256:${'0'.repeat(64)}`;

test('GitHub rolls back with the files of the version that was deployed', () => {
  const { jobs } = read('.github/workflows/release.yml') as Workflow;
  const [find, checkOut] = jobs['deploy']?.steps.slice(-3) ?? [];
  const found = (image: string) => {
    const output = path.join(folderForTest(), 'output');
    const env = { PATH: '/usr/bin:/bin', OLD: image, GITHUB_OUTPUT: output };
    expect(spawnSync('/bin/sh', ['-ec', find?.run ?? ''], { env }).status).toBe(0);
    return readFileSync(output, 'utf8');
  };
  expect(found(`ghcr.io/us/shop:v1.2.0@${digest}`)).toBe('tag=v1.2.0\n');
  expect(found(`ghcr.io/us/shop@${digest}`)).toBe('');
  expect(checkOut?.with?.ref).toBe(`\${{ steps.previous.outputs.tag }}`);
});

describe('when a job of GitLab has failed', () => {
  const old = `registry.example:5000/us/shop:candidate-v1.2.0@${digest}`;

  /** The programs that the scripts of jobs call, run one after the other in a folder. */
  function callsOf(...jobs: readonly string[]): string[] {
    const folder = folderForTest();
    const programs = path.join(folder, 'programs');
    mkdirSync(programs);
    for (const name of ['node', 'git', 'npm']) {
      const text = `#!/bin/sh\necho "called ${name} $*"\n`;
      writeFileSync(path.join(programs, name), text, { mode: 0o755 });
    }
    return jobs.flatMap((name) => {
      const script = gitlab[name]?.script?.join('\n') ?? '';
      const env = { PATH: `${programs}:/usr/bin:/bin`, NEW: 'new', DEPLOYED_IMAGE: old };
      const options = { cwd: folder, env, encoding: 'utf8' } as const;
      const { stdout, status, stderr } = spawnSync('/bin/sh', ['-ec', script], options);
      expect(status, stderr).toBe(0);
      return [...stdout.matchAll(/^called (.*)$/gm)].map(([, call = '']) => call);
    });
  }
  const deploy = 'node ops/kubernetes/deploy.mjs --overlay production --image';

  test('what was deployed is taken back, with the files of its version', () => {
    expect(callsOf('deploy', 'roll-back')).toEqual([
      `${deploy} new`,
      'git checkout --force v1.2.0',
      'npm ci --ignore-scripts',
      `${deploy} ${old} --rollback`,
    ]);
    expect(gitlab['deploy']).toMatchObject({ artifacts: { when: 'always', paths: ['deploying'] } });
  });

  test('nothing is deployed, if nothing was before the failure', () => {
    expect(callsOf('roll-back')).toEqual([]);
  });
});
