const settingPattern = /^(ORDERPROCESSING_|NODE_ENV$)/;

/**
 * The environment variables that a child process inherits; our settings and secrets are left out.
 * Options for Node (memory limit, profiling) apply to every process, and so does its compile cache.
 */
const inheritedVariables = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'LANG',
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
];

/** The environment of a child process. */
export function childEnvironment(): Record<string, string> {
  const entries = inheritedVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/**
 * The environment of a child process that needs only the CAs that the operator trusts beside the
 * known ones.
 */
export function authorityEnvironment(): Record<string, string> {
  const file = process.env.NODE_EXTRA_CA_CERTS;
  return file === undefined ? {} : { NODE_EXTRA_CA_CERTS: file };
}

/** The environment of another start of this system: the same, with every setting. */
export function settingVariables(): Record<string, string> {
  const settings = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && settingPattern.test(name) ? [[name, value] as const] : [],
  );
  return { ...childEnvironment(), ...Object.fromEntries(settings) };
}

/**
 * The same for a worker of a cluster, which inherits every variable that is not undefined here.
 * @param defaults variables for a worker where this process has none of that name.
 */
export function workerEnvironment(
  defaults: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const inherited = Object.keys(process.env).map((name) => [name, undefined] as const);
  return { ...Object.fromEntries(inherited), ...defaults, ...childEnvironment() };
}

/** Everything that a command of the operator would find in the environment of this process. */
export function processVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Record<string, string>;
}
