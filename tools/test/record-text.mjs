/** A record of suites as text, in which each file is a line. */
export function recordText(record) {
  const lines = Object.entries(record.files)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([file, row]) => `    ${JSON.stringify(file)}: ${JSON.stringify(row)}`);
  const parts = Object.entries(record).map(([name, value]) => {
    const text = name === 'files' ? `{\n${lines.join(',\n')}\n  }` : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
