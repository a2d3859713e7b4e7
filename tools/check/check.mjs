// npm run check: all checks of the code that need no running system.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../..');
const stepDeadlineMs = 600_000;
const outputCharactersMax = 60_000;
/** The number of concurrent steps: the number of cores of the smallest machine that runs this. */
const stepsAtOnce = 2;

/** Runs a program from node_modules/.bin, within the deadline. @returns `{ ok, output }`. */
function run(command, ...args) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: stepDeadlineMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-outputCharactersMax);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => settle({ ok: false, output: error.message }));
    child.on('close', (code, signal) => {
      const ending = signal ? `\n${command} was killed by ${signal}` : '';
      settle({ ok: code === 0, output: output + ending });
    });
  });
}

const foldersLeftOut = new Set(['node_modules', 'dist', 'coverage', '.git', '.data']);

function* filesBelow(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !foldersLeftOut.has(entry.name)) yield* filesBelow(path);
  }
}

/** docker-compose.yml, codegen.yml and the like are otherwise first parsed when they are used. */
function readsAsYaml() {
  const faults = [...filesBelow('')]
    .filter((path) => /\.ya?ml$/.test(path))
    .flatMap((path) =>
      parseAllDocuments(readFileSync(join(root, path), 'utf8'))
        .flatMap(({ errors, warnings }) => [...errors, ...warnings])
        .map(({ message }) => `${path}: ${message}`),
    );
  return { ok: faults.length === 0, output: faults.join('\n') };
}

let build;

/** Several steps need the compiled code, and its compiler checks the types; it runs once. */
function built() {
  build ??= run(process.execPath, 'tools/build/build.mjs');
  return build;
}

/** Runs a step once the code is compiled. */
const whenBuilt = (step) => async () => {
  const compiled = await built();
  return compiled.ok ? step() : compiled;
};

/** Runs a step when no build is at work, which may rewrite the Prisma clients. */
const besideBuild = (step) => async () => {
  await build;
  return step();
};

/** The compiler has a path, because both installed versions have a program of the name tsc. */
const checkTypes = (project, ...options) =>
  run(process.execPath, 'node_modules/typescript-7/bin/tsc', '-p', project, ...options);

/** Committed generated files must match what the code generates now. */
const generatedFilesAreFresh = () =>
  run(process.execPath, 'dist/tools/generate/generate.js', '--check');

const steps = [
  { name: 'style', what: 'format and lint', run: () => run('biome', 'ci', '.') },
  {
    name: 'types',
    what: 'type check',
    run: whenBuilt(async () => {
      const results = [
        await checkTypes('client', '--noEmit', '--emitDeclarationOnly', 'false'),
        await checkTypes('ops/k6'),
        await checkTypes('web/explorer'),
        await checkTypes('web/account'),
        await checkTypes('web/console'),
        await checkTypes('examples/web'),
      ];
      return results.find(({ ok }) => !ok) ?? results[0];
    }),
  },
  {
    name: 'dead-code',
    what: 'unused files, exports, packages',
    run: besideBuild(() => run('knip')),
  },
  {
    name: 'walls',
    what: 'architecture, locked packages, contract, schema descriptions',
    run: besideBuild(() => run('vitest', 'run', '--project', 'workshop', '--project', 'walls')),
  },
  {
    name: 'regex',
    what: 'no regular expression takes more than linear time',
    run: () => run('vitest', 'run', '--project', 'regex'),
  },
  {
    name: 'generated',
    what: 'generated files are up to date',
    run: whenBuilt(generatedFilesAreFresh),
  },
  {
    name: 'client',
    what: 'size of the client package',
    run: () => run(process.execPath, 'tools/check/client-size.mjs'),
  },
  {
    name: 'sizes',
    what: 'pages are within their budget for the first view',
    run: whenBuilt(() => run(process.execPath, 'tools/check/page-sizes.mjs')),
  },
  { name: 'yaml', what: 'YAML files can be parsed', run: async () => readsAsYaml() },
  {
    name: 'commits',
    what: 'commit subjects have at most 72 characters',
    run: () => run(process.execPath, 'tools/check/commit-subjects.mjs'),
  },
];

const help = `npm run check [-- --only name]

Runs every step, even after one has failed, and exits with 1 if any failed.

${steps.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`).join('\n')}

  --only name   runs only this step; may be repeated
`;

async function runStep({ name, what, run: step }) {
  const started = performance.now();
  const { ok, output } = await step().catch((error) => ({ ok: false, output: error.stack }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${seconds.padStart(6)} s  ${what}`);
  if (!ok) console.log(`\n${output.trimEnd().replace(/^(?=.)/gm, '    ')}\n`);
  // A skipped step reports why.
  else if (output.startsWith('Skipped')) console.log(`     ${output.trim()}`);
  return ok;
}

/** The requested steps; null after it has printed an error or the help. */
function selectedSteps() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return null;
  }
  const unknown = values.only?.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`There is no step "${unknown}".\n\n${help}`);
    process.exitCode = 1;
    return null;
  }
  return values.only ? steps.filter(({ name }) => values.only.includes(name)) : steps;
}

const chosen = selectedSteps();
if (chosen) {
  const failed = [];
  const waiting = [...chosen];
  const runNext = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await runStep(step))) failed.push(step.name);
    }
  };
  // Most steps use one core.
  await Promise.all(Array.from({ length: stepsAtOnce }, runNext));
  if (failed.length > 0) {
    console.log(`Failed: ${failed.join(', ')}`);
    process.exitCode = 1;
  }
}
