/** What a program that we start needs of our environment; our settings and secrets stay here. */
const handedOn = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'LANG'];

/** The environment of a child process that is not our own code. */
export function childEnvironment(): Record<string, string> {
  const entries = handedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
