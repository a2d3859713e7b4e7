/** What a process receives instead of a setting that is not for it. */
export type WithheldValue = '' | null | false | readonly never[];

/** What the system needs to know about a subgraph besides its room. */
export interface SubgraphRow {
  /** Its port for the gateway and other services: the default of `services.NAME.port`. */
  readonly port: number;
  /** The port of its /health, /ready and /metrics: the default of `services.NAME.adminPort`. */
  readonly adminPort: number;
  /**
   * Certificates that may call its internal schema. `internal/callers.ts` of its room decides which of
   * them may call which field.
   */
  readonly internalCallers: readonly string[];
  /** Settings that only its processes receive, each with what the other processes receive. */
  readonly ownSettings: Readonly<Record<string, WithheldValue>>;
  /**
   * Present if its background jobs run in a second process, `NAME-jobs`, which has this admin port.
   * Such a subgraph also listens for work, on a separate connection.
   */
  readonly jobsAdminPort?: number;
}

/**
 * Every subgraph, by name. The name is also the name of its room (`subgraphs/NAME/`), of its
 * database (`prisma/NAME/`, `database.NAME`) and of its certificate.
 * The build, the configuration, the topologies and the generated files read this list;
 * `docker-compose.yml` and `ops/` are compared with it (`subgraphs.test.ts`).
 * In one process they stop in this order: a subgraph stops before those that it calls.
 */
export const subgraphs = {
  orders: {
    port: 4103,
    adminPort: 4203,
    jobsAdminPort: 4204,
    internalCallers: ['gateway', 'users', 'cli'],
    ownSettings: {
      'payments.sandbox.allowInProduction': false,
      'payments.sandbox.apiSecret': '',
      'payments.sandbox.callbackSecret': '',
      'payments.stripe.secretKey': '',
      'payments.stripe.webhookSecret': '',
      'webhooks.secretKey': '',
      'encryption.orders.secret': '',
      'encryption.orders.formerSecrets': [],
      'mail.url': null,
      'backups.encryptionSecret': null,
    },
  },
  users: {
    port: 4101,
    adminPort: 4201,
    internalCallers: ['gateway', 'inventory', 'orders', 'cli'],
    ownSettings: {
      'auth.keySecret': '',
      'auth.formerKeySecrets': [],
      'encryption.users.secret': '',
      'encryption.users.formerSecrets': [],
      'mail.url': null,
    },
  },
  inventory: {
    port: 4102,
    adminPort: 4202,
    internalCallers: ['orders', 'cli'],
    ownSettings: {},
  },
} as const satisfies Readonly<Record<string, SubgraphRow>>;

export type SubgraphName = keyof typeof subgraphs;

export const subgraphNames = Object.keys(subgraphs) as readonly SubgraphName[];

/** The subgraph whose rows may be divided among several databases, by ranges of shards. */
export const shardedSubgraph = 'orders' satisfies SubgraphName;

export const isSubgraphName = (name: string): name is SubgraphName =>
  Object.hasOwn(subgraphs, name);

export const subgraphRow = (name: SubgraphName): SubgraphRow => subgraphs[name];

export const hasJobs = (name: SubgraphName): boolean =>
  subgraphRow(name).jobsAdminPort !== undefined;

/** One value for each subgraph. */
export function bySubgraph<Value>(
  make: (name: SubgraphName) => Value,
  names = subgraphNames,
): Record<SubgraphName, Value> {
  const entries = names.map((name) => [name, make(name)] as const);
  return Object.fromEntries(entries) as Record<SubgraphName, Value>;
}

export interface SubgraphProcess {
  readonly name: string;
  /** Arguments of its `main.js`. */
  readonly args: readonly string[];
}

/** The processes of a subgraph, if the system runs as several processes. */
export function processesOf(name: SubgraphName): SubgraphProcess[] {
  if (!hasJobs(name)) return [{ name, args: [] }];
  return [
    { name, args: ['--no-work'] },
    { name: `${name}-jobs`, args: ['--no-api'] },
  ];
}

/** Names of all processes of the subgraphs. */
export const subgraphProcesses: readonly string[] = subgraphNames
  .flatMap(processesOf)
  .map(({ name }) => name);
