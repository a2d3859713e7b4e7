import '../../platform/config/zod-locales-off';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  ConfigurationError,
  type ConfigurationFault,
} from '../../platform/config/configuration-error';
import { type DeepReadonly, deepFreeze } from '../../platform/config/deep-readonly';
import { faultsOf } from '../../platform/config/faults';
import { parseNetwork } from '../../platform/net/network';
import { acceptedSchema, unknownSettingFaults } from './accepted';
import { authSchema } from './auth';
import { backupsSchema, withBackupFiles } from './backups';
import { browserPortFaults } from './browser-ports';
import { cacheSchema } from './cache';
import { securityContactSchema } from './contact';
import { databaseSchema, databasesWithTls } from './database';
import { developmentFaults } from './development';
import { encryptionSchema } from './encryption';
import { eventsSchema, webhooksSchema } from './events';
import { flagsSchema } from './flags';
import { velocityRules } from './fraud';
import { graphqlSchema } from './graphql';
import { httpUrl } from './http-url';
import { limitsSchema } from './limits';
import { mailLinksOf, mailSchema } from './mail';
import { erasureFaults, ordersSchema } from './orders';
import { othersSettings, type ProcessOwner, withoutOthersSettings } from './others-settings';
import { paymentFaults, paymentsSchema, withReturnOrigins } from './payments';
import { portOffsetFaults, portOffsetSchema, withPortOffset } from './port-offset';
import { pricingSchema } from './pricing';
import { servicesSchema } from './processes';
import { productionFaults } from './production';
import { redisFaults, redisSchema } from './redis';
import { resilienceSchema } from './resilience';
import { shardFaults } from './shards';
import { logSchema, telemetrySchema } from './telemetry';
import { serverTlsFaults, serverTlsSchema, tlsSchema } from './tls';
import { port, text } from './values';
import { secretsSchema } from './vault';

const isNetwork = (text: string): boolean => parseNetwork(text) !== null;

const serverSchema = z
  .strictObject({
    host: text
      .optional()
      .describe('network address to listen on; default 127.0.0.1, in production 0.0.0.0'),
    port: port.default(4000).describe('public port; 0 picks a free one'),
    adminPort: port.default(4001).describe('port of /health, /ready and /metrics'),
    portOffset: portOffsetSchema,
    corsOrigins: z
      .array(text)
      .optional()
      .describe(
        'origins from which browsers may call; `:*` allows any port; `*` is rejected in production',
      ),
    trustedProxies: z
      .array(z.string().refine(isNetwork, 'expected an address, or a network such as 10.0.0.0/8'))
      .default([])
      .describe('network addresses or networks whose X-Forwarded-For is trusted'),
    publicUrl: httpUrl()
      .nullable()
      .default(null)
      .describe('URL of the gateway for clients, e.g. https://api.example.com'),
    allowedHosts: z
      .array(text)
      .default([])
      .describe('host names served in development besides localhost and publicUrl'),
    docs: z.boolean().default(true).describe('serves the guides and the reference at /docs'),
    console: z.boolean().default(true).describe('serves the console at /console'),
    shop: z
      .boolean()
      .optional()
      .describe('serves the example of a shop at /shop; default off in production'),
    securityContact: securityContactSchema,
    tls: serverTlsSchema,
  })
  .prefault({});

/**
 * The whole configuration as it is written; `parseConfiguration` adds the defaults of the
 * environment.
 */
export const configSchema = z.strictObject({
  environment: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('profile that selects defaults and checks; NODE_ENV if not set'),
  accepted: acceptedSchema,
  dataFolder: text.default('.data').describe('folder of the embedded database'),
  server: serverSchema,
  database: databaseSchema,
  redis: redisSchema,
  graphql: graphqlSchema,
  cache: cacheSchema,
  limits: limitsSchema,
  gateway: z
    .strictObject({
      executor: z
        .enum(['apollo', 'compiled'])
        .default('compiled')
        .describe(
          'executor of query plans: `apollo` is @apollo/gateway; `compiled` runs a plan as a function, ' +
            'unless the flag `compiled-executor` is off',
        ),
      shadowPercent: z
        .number()
        .min(0)
        .max(100)
        .default(0)
        .describe(
          'how many of a hundred reads by compiled operations @apollo/gateway executes again, to compare ' +
            'the answers; each of them costs its fetches twice',
        ),
    })
    .prefault({}),
  auth: authSchema,
  payments: paymentsSchema,
  orders: ordersSchema,
  events: eventsSchema,
  webhooks: webhooksSchema,
  mail: mailSchema,
  pricing: pricingSchema,
  flags: flagsSchema,
  encryption: encryptionSchema,
  secrets: secretsSchema,
  tls: tlsSchema,
  services: servicesSchema,
  resilience: resilienceSchema,
  demo: z
    .strictObject({
      enabled: z
        .boolean()
        .optional()
        .describe('fills an empty database; default on in development only'),
    })
    .prefault({}),
  log: logSchema,
  telemetry: telemetrySchema,
  backups: backupsSchema,
});

type ParsedConfiguration = z.output<typeof configSchema>;

/** The origins of browsers on the developer's machine, and of Apollo's explorer. */
const developmentOrigins = [
  'http://localhost:*',
  'http://127.0.0.1:*',
  'https://studio.apollographql.com',
  'https://sandbox.embed.apollographql.com',
];

function withEnvironmentDefaults(written: ParsedConfiguration) {
  const parsed = withPortOffset(written);
  const production = parsed.environment === 'production';
  const development = parsed.environment === 'development';
  const shop = parsed.server.shop ?? !production;
  return {
    ...parsed,
    server: {
      ...parsed.server,
      host: parsed.server.host ?? (production ? '0.0.0.0' : '127.0.0.1'),
      corsOrigins: parsed.server.corsOrigins ?? (production ? [] : developmentOrigins),
      shop,
    },
    database: databasesWithTls(parsed.database, {
      authorityFile: parsed.database.authorityFile,
      isDefault: production && !parsed.tls.plaintextLinks.includes('database'),
    }),
    graphql: {
      ...parsed.graphql,
      introspection: parsed.graphql.introspection ?? !production,
      explorer: parsed.graphql.explorer ?? !production,
    },
    webhooks: {
      ...parsed.webhooks,
      allowPrivateTargets: parsed.webhooks.allowPrivateTargets ?? !production,
      httpsOnly: production,
    },
    payments: withReturnOrigins(parsed.payments, production),
    orders: {
      ...parsed.orders,
      fraud: {
        ...parsed.orders.fraud,
        ...velocityRules(parsed.orders.fraud, production),
      },
    },
    mail: { ...parsed.mail, links: mailLinksOf(parsed.mail, { ...parsed.server, shop }) },
    auth: {
      ...parsed.auth,
      staffSecondFactor: parsed.auth.staffSecondFactor ?? production,
      // One core is left for orders.
      hashingThreads: parsed.auth.hashingThreads ?? Math.max(1, availableParallelism() - 1),
    },
    demo: { enabled: parsed.demo.enabled ?? development },
    telemetry: {
      ...parsed.telemetry,
      profiles: {
        ...parsed.telemetry.profiles,
        folder: parsed.telemetry.profiles.folder ?? path.join(parsed.dataFolder, 'profiles'),
      },
    },
    backups: withBackupFiles(parsed.backups, parsed.dataFolder),
    log: { ...parsed.log, pretty: parsed.log.pretty ?? development },
  };
}

export type Configuration = DeepReadonly<ReturnType<typeof withEnvironmentDefaults>>;

/** A process parses once or twice, and compiling the schema takes a third of the time of that. */
export const interpreted = { jitless: true } as const;

/**
 * Checks a whole configuration, fills in the defaults, and freezes it.
 * @param raw plain objects as read from a file; every setting may be left out.
 * @param earlier faults found while reading, to be listed with the others.
 * @param own the process that it is for: it neither needs nor gets what only others receive.
 * @throws ConfigurationError that lists every fault with its path and the expected value.
 */
export function parseConfiguration(
  raw: unknown,
  earlier: readonly ConfigurationFault[] = [],
  own?: ProcessOwner,
): Configuration {
  const parsed = configSchema.safeParse(raw, interpreted);
  const found = parsed.success ? [] : faultsOf(parsed.error, configSchema, raw);
  const others = own === undefined ? new Map() : othersSettings(own);
  const demanded = [
    ...paymentFaults(raw),
    ...serverTlsFaults(raw),
    ...productionFaults(raw, own),
    ...developmentFaults(raw),
    ...unknownSettingFaults(raw, configSchema),
  ].filter(({ path }) => !others.has(path));
  const faults = [...earlier, ...found, ...demanded];
  if (parsed.success) {
    const { data } = parsed;
    faults.push(...portOffsetFaults(data), ...browserPortFaults(data), ...erasureFaults(data));
    faults.push(...redisFaults(data.redis), ...shardFaults(data));
  }
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(faults);
  const whole = withEnvironmentDefaults(parsed.data);
  return deepFreeze(own === undefined ? whole : withoutOthersSettings(whole, own));
}

/** A configuration of those groups of settings that have no fault; others have their defaults. */
export function parseSoundGroups(raw: Readonly<Record<string, unknown>>): Configuration {
  const groups: Readonly<Record<string, z.ZodType>> = configSchema.shape;
  const sound = Object.entries(raw).filter(
    ([name, group]) => groups[name]?.safeParse(group, interpreted).success,
  );
  return deepFreeze(
    withEnvironmentDefaults(configSchema.parse(Object.fromEntries(sound), interpreted)),
  );
}
