// Adds up what suites come to over many runs, of one commit or of several.

/** Messages of a file that are kept, the latest ones. */
const messagesMax = 5;

/**
 * The files with the fewest clean runs, as many as fit into one run of Vitest.
 * @param failed files that have failed since the command began, which need a fix and not a run.
 */
export function nextBatch({ files }, all, { runs, size }, failed) {
  const cleanTimes = (file) => files[file]?.clean ?? 0;
  return all
    .filter((file) => cleanTimes(file) < runs && !failed.has(file))
    .sort((one, other) => cleanTimes(one) - cleanTimes(other))
    .slice(0, size);
}

function messageOf(suite) {
  const test = suite.tests.find(({ status }) => status === 'failed');
  const message = [test?.name, (test?.message || suite.message).split('\n', 1)[0]];
  return message.filter(Boolean).join(': ');
}

function withRun(before = { ran: 0, failed: 0, clean: 0 }, suite, commit) {
  const ran = before.ran + 1;
  if (!suite.hasFailed) {
    const since = before.clean === 0 ? commit : before.since;
    return { ...before, ran, clean: before.clean + 1, since };
  }
  const messages = [...(before.messages ?? []), `${commit}: ${messageOf(suite)}`];
  return { ran, failed: before.failed + 1, clean: 0, messages: messages.slice(-messagesMax) };
}

/**
 * The results with those of another run. `clean` counts runs since the last failure, `since` is the
 * commit of the first of them.
 */
export function addOutcome({ files, errors }, outcome, commit) {
  const added = outcome.suites.map((suite) => [
    suite.file,
    withRun(files[suite.file], suite, commit),
  ]);
  return {
    files: { ...files, ...Object.fromEntries(added) },
    errors: [...errors, ...outcome.errors.map((error) => `${commit}: ${error.split('\n', 1)[0]}`)],
  };
}

const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;

/** Files that have failed and not yet had all their clean runs, and the totals. */
export function stressSummary({ files, errors }, all, runs) {
  const open = all.filter((file) => files[file]?.failed > 0 && files[file].clean < runs);
  const cleanRuns = all.map((file) => files[file]?.clean ?? 0);
  const done = cleanRuns.filter((clean) => clean >= runs).length;
  return [
    ...open.map((file) => {
      const { ran, failed, clean, messages } = files[file];
      return `${file}: failed in ${failed} of ${count(ran, 'run')}, ${clean} clean since: ${messages.at(-1)}`;
    }),
    ...errors.map((error) => `outside of a test: ${error}`),
    `${done} of ${count(all.length, 'file')} had ${count(runs, 'clean run')}; the fewest are ${Math.min(...cleanRuns)}.`,
  ];
}
