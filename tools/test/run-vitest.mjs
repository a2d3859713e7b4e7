import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { outcomeOf } from './outcome.mjs';
import { root } from './root.mjs';

/** Time for the servers of the suites to stop. */
const stopDeadlineMs = 15_000;

/** A run that exceeds its deadline, or whose parent gets a signal, is stopped. */
function spawnVitest({ args, environment, deadlineMs, folder, output }) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return new Promise((settle) => {
    let wasStopped = false;
    const child = spawn(process.execPath, [vitest, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment, PATH: path },
      stdio: ['ignore', output, output],
    });
    const end = () => {
      wasStopped = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs).unref();
    };
    const deadline = setTimeout(() => {
      console.error(`The tests did not finish within ${Math.round(deadlineMs / 1000)} s.`);
      end();
    }, deadlineMs);
    const signals = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.on(signal, end);
    child.on('error', (error) => console.error(error.message));
    child.on('close', (code) => {
      clearTimeout(deadline);
      for (const signal of signals) process.off(signal, end);
      settle({ exitCode: code ?? 1, wasStopped });
    });
  });
}

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/**
 * Runs Vitest.
 * @param args its command and arguments, e.g. `['run', 'orders']`.
 * @param folder the project whose tests it runs.
 * @param output where it prints: `inherit` for the terminal, or `ignore`.
 * @returns an outcome, as outcome.mjs describes it.
 */
export async function runVitest(given) {
  const { args, environment, deadlineMs, folder = root, output = 'inherit' } = given;
  const reports = mkdtempSync(join(tmpdir(), 'test-report-'));
  const reportFile = join(reports, 'report.json');
  const errorsFile = join(reports, 'errors.json');
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    `--reporter=${join(root, 'tools/test/hidden-errors-reporter.mjs')}`,
  ];
  try {
    const ending = await spawnVitest({
      args: [...args, ...reporters],
      environment: { ...environment, TEST_HIDDEN_ERRORS_FILE: errorsFile },
      deadlineMs,
      folder,
      output,
    });
    const read = { report: readJson(reportFile), hidden: readJson(errorsFile) };
    return outcomeOf({ ...read, ...ending }, folder);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}
