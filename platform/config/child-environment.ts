/**
 * What a program that we start needs of our environment; our settings and secrets stay here. What
 * was said of Node (a limit of memory, a profile) is said of every process.
 */
const inheritedVariables = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'LANG', 'NODE_OPTIONS'];

/** The environment of a child process. */
export function childEnvironment(): Record<string, string> {
  const entries = inheritedVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
