// Adds up what StrykerJS reports. docs/mutation.md shows it.

/** The least share of a folder's mutants that tests notice. */
const noticedPercentMin = 90;

const noticed = ['Killed', 'Timeout'];
const unnoticed = ['Survived', 'NoCoverage'];

/** What is judged together: the folder, or the file where a folder is not mutated as a whole. */
const groupOf = (file) => (file.startsWith('gateway/') ? file : file.replace(/\/[^/]+$/, ''));

const percentOf = ({ killed, left }) => (100 * killed) / Math.max(1, killed + left.length);

function addFile(groups, [file, { mutants }]) {
  const name = groupOf(file);
  const group = groups.get(name) ?? { name, killed: 0, left: [] };
  group.killed += mutants.filter(({ status }) => noticed.includes(status)).length;
  for (const { status, location, replacement, mutatorName } of mutants) {
    if (!unnoticed.includes(status)) continue;
    group.left.push({ file, line: location.start.line, replacement, mutatorName });
  }
  return groups.set(name, group);
}

/**
 * @param report as StrykerJS writes it (mutation-testing-report-schema).
 * @returns the groups in alphabetical order, and what is wrong.
 */
export function recordOf({ files }) {
  const groups = Object.entries(files).reduce(addFile, new Map());
  const sorted = [...groups.values()].sort((one, other) => one.name.localeCompare(other.name));
  const faults = sorted
    .filter((group) => percentOf(group) < noticedPercentMin)
    .map((group) => {
      const percent = percentOf(group).toFixed(1);
      return `${group.name}: ${percent} % of the mutants were noticed; at least ${noticedPercentMin} % must be.`;
    });
  return { groups: sorted, faults: sorted.length === 0 ? ['Nothing was mutated.'] : faults };
}

const charactersShown = 60;

function codeOf(replacement) {
  const line = (replacement ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.length > charactersShown ? `${line.slice(0, charactersShown)}…` : line;
}

const survivorOf = ({ file, line, replacement, mutatorName }) =>
  `| \`${file}\`:${line} | ${mutatorName} | \`${codeOf(replacement) || ' '}\` |`;

/** The page of a record. */
export function mutationPage({ groups }, at) {
  return [
    '# Mutants',
    '',
    `What \`npm run test:mutation\` found on ${at}: the code is changed in one place at a time, and the suites that need no server run. A mutant that no test notices is a decision that could be wrong. SQL has its own mutants ([chaos](chaos-results.md)).`,
    '',
    '| code | noticed | of | share |',
    '|---|---|---|---|',
    ...groups.map(
      (group) =>
        `| \`${group.name}\` | ${group.killed} | ${group.killed + group.left.length} | ${percentOf(group).toFixed(1)} % |`,
    ),
    '',
    '## Not noticed',
    '| where | what was changed | into |',
    '|---|---|---|',
    ...groups.flatMap(({ left }) => left.map(survivorOf)),
    '',
  ].join('\n');
}
