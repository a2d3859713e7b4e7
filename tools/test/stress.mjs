// Adds up what suites come to over many runs.

/** Messages of a file that are kept, the latest ones. */
const messagesMax = 5;

/** The files that have run least often, as many as fit into one run of Vitest. */
export function nextBatch({ files }, all, { runs, size }) {
  const ranTimes = (file) => files[file]?.ran ?? 0;
  return all
    .filter((file) => ranTimes(file) < runs)
    .sort((one, other) => ranTimes(one) - ranTimes(other))
    .slice(0, size);
}

function withRun(before = { ran: 0, failed: 0, clean: 0, messages: [] }, suite) {
  const ran = before.ran + 1;
  if (!suite.hasFailed) return { ...before, ran, clean: before.clean + 1 };
  const test = suite.tests.find(({ status }) => status === 'failed');
  const message = [test?.name, (test?.message || suite.message).split('\n', 1)[0]];
  const messages = [...before.messages, message.filter(Boolean).join(': ')].slice(-messagesMax);
  return { ran, failed: before.failed + 1, clean: 0, messages };
}

/** The results with those of another run. `clean` counts runs since the last failure. */
export function addOutcome({ commit, files, errors }, outcome) {
  const added = outcome.suites.map((suite) => [suite.file, withRun(files[suite.file], suite)]);
  return {
    commit,
    files: { ...files, ...Object.fromEntries(added) },
    errors: [...errors, ...outcome.errors],
  };
}

const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;

/** Files that failed in some runs but not in all, those that always failed, and the totals. */
export function stressSummary({ files, errors }) {
  const entries = Object.entries(files).sort(([one], [other]) => one.localeCompare(other));
  const failed = entries.filter(([, each]) => each.failed > 0);
  const lines = failed.map(([file, { ran, failed: times, messages }]) => {
    const verdict = times === ran ? 'fails' : 'unstable';
    return `${verdict}: ${file} (${times} of ${count(ran, 'run')}): ${messages.at(-1)}`;
  });
  const fewest = Math.min(...entries.map(([, { ran }]) => ran));
  const total = `${count(entries.length, 'file')} ran at least ${count(fewest, 'time')}`;
  return [
    ...lines,
    ...errors.map((error) => `outside of a test: ${error.split('\n', 1)[0]}`),
    entries.length === 0 ? 'Nothing ran.' : `${total}, ${failed.length} failed.`,
  ];
}
