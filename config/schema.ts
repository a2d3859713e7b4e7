import path from 'node:path';
import { z } from 'zod';
import {
  ConfigurationError,
  type ConfigurationFault,
} from '../platform/config/configuration-error';
import { type DeepReadonly, deepFreeze } from '../platform/config/deep-readonly';
import { faultsOf } from '../platform/config/faults';
import { securityContactSchema } from './contact';
import { databaseSchema } from './database';
import { eventsSchema, webhooksSchema } from './events';
import { flagsSchema } from './flags';
import { graphqlSchema } from './graphql';
import { mailSchema } from './mail';
import { paymentFaults, paymentsSchema } from './payments';
import { pricingSchema } from './pricing';
import { servicesSchema } from './processes';
import { productionFaults } from './production';
import { secretSchema } from './secrets';
import { backupsSchema, logSchema, telemetrySchema } from './telemetry';
import { secretsSchema } from './vault';

const port = z.int().min(0).max(65_535);
const count = (least: number, most: number) => z.int().min(least).max(most);

const serverSchema = z
  .strictObject({
    host: z
      .string()
      .min(1)
      .optional()
      .describe('address to listen on; 127.0.0.1 outside production'),
    port: port.default(4000).describe('public port; 0 takes a free one'),
    adminPort: port.default(4001).describe('port of the metrics where the public one has none'),
    corsOrigins: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'origins of browsers that may call; `:*` stands for any port; no `*` in production',
      ),
    trustedProxies: z
      .array(z.string().min(1))
      .default([])
      .describe('addresses or networks whose X-Forwarded-For is believed'),
    publicUrl: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null)
      .describe('where clients reach the gateway, e.g. https://api.example.com'),
    allowedHosts: z
      .array(z.string().min(1))
      .default([])
      .describe('names besides localhost and publicUrl that are served in development'),
    securityContact: securityContactSchema,
  })
  .prefault({});

const limitsSchema = z
  .strictObject({
    rate: z
      .strictObject({
        anonymousPerMinute: count(1, 1e9).default(300).describe('root fields per address'),
        userPerMinute: count(1, 1e9).default(600).describe('root fields per user'),
        apiKeyPerMinute: count(1, 1e9).default(1200).describe('root fields per API key'),
        signInsPerMinute: count(1, 1e9)
          .default(60)
          .describe('login per address, apart from others'),
        refreshesPerMinute: count(1, 1e9)
          .default(60)
          .describe('refreshSession per address, apart from others'),
        costPerField: count(1, 1e6)
          .default(50)
          .describe('points of cost a minute for each root field that is allowed'),
        signInFailuresPerMinute: count(1, 1e9)
          .default(10)
          .describe('failed sign-ins per address, and per e-mail and address'),
        registrationsPerMinute: count(1, 1e9).default(10).describe('registrations per address'),
        productUpsertsPerMinute: count(1, 1e9)
          .default(300)
          .describe('calls of upsertProducts per address'),
      })
      .prefault({}),
    operation: z
      .strictObject({
        tokens: count(1, 1e6).default(1000).describe('tokens in a document'),
        depth: count(1, 1000).default(12).describe('levels of fields'),
        aliases: count(0, 1e5).default(15).describe('aliases in a document'),
        directives: count(0, 1e5).default(5).describe('directives in a document'),
        rootFields: count(1, 1e5).default(10).describe('root fields of an operation'),
        cost: count(1, 1e9).default(2000).describe('cost of an operation'),
        textBytes: count(1, 1e9).default(100_000).describe('bytes of the text of an operation'),
        bodyBytes: count(1, 1e9).default(1_000_000).describe('bytes of a request body'),
        bodyBytesAnonymous: count(1, 1e9).default(100_000).describe('the same without sign-in'),
        answerObjects: count(1, 1e7).default(20_000).describe('objects of an answer'),
        answerBytes: count(1, 3e7).default(10_000_000).describe('bytes of an answer'),
        deadlineMs: count(1, 600_000).default(10_000).describe('milliseconds for an answer'),
        answerReadSeconds: count(1, 3600)
          .default(60)
          .describe('until a client that has not read its answer is disconnected'),
      })
      .prefault({}),
    streams: z
      .strictObject({
        perProcess: count(0, 1e6).default(10_000).describe('live updates open at one gateway'),
        perViewer: count(1, 1e6).default(20).describe('of one user or API key, at one gateway'),
        heartbeatSeconds: count(1, 600).default(15).describe('silence of a stream at most'),
        slowReaderSeconds: count(1, 3600).default(30).describe('until one that reads nothing ends'),
      })
      .prefault({}),
  })
  .prefault({});

const authSchema = z
  .strictObject({
    issuer: z.string().min(1).default('orderprocessing').describe('`iss` of access tokens'),
    audience: z.string().min(1).default('orderprocessing').describe('`aud` of access tokens'),
    accessTokenMinutes: count(1, 1440).default(15).describe('life of an access token'),
    refreshTokenDays: count(1, 365).default(30).describe('life of a refresh token'),
    sessionDays: count(1, 3650)
      .default(365)
      .describe('from a sign-in until its refresh tokens end, however often they are used'),
    staffSessionHours: count(1, 8760).default(12).describe('the same for staff'),
    signingKeyDays: count(1, 365).default(30).describe('until another key signs access tokens'),
    passwordCost: count(4, 20).default(12).describe('bcrypt cost; at least 10 in production'),
    viewerSecret: secretSchema('auth.viewerSecret').describe('signs viewers between processes'),
    keySecret: secretSchema('auth.keySecret').describe('hashes keys and refresh tokens'),
  })
  .prefault({});

const ordersSchema = z
  .strictObject({
    linesMax: count(1, 1000).default(1000).describe('lines of an order'),
    quantityMax: count(1, 99_999).default(99_999).describe('pieces of a line'),
    reservationMinutes: count(1, 1440).default(15).describe('until a reservation may expire'),
    awaitingBuyerMax: count(1, 100_000)
      .default(10)
      .describe('orders of an account that wait for their buyer (3-D Secure) at the same time'),
    awaitingBuyerMinutes: count(1, 1440)
      .default(5)
      .describe('how long such an order holds its stock, at most reservationMinutes'),
    decisionWaitMs: count(1, 60_000).default(5000).describe('how long placing waits to decide'),
    leaseSeconds: count(6, 3600)
      .default(6)
      .describe('until another process takes an order over; more than decisionWaitMs'),
    reviewHours: count(1, 720).default(72).describe('until an order in review is rejected'),
    idempotencyKeyDays: count(90, 3650).default(90).describe('how long used keys are known'),
    fraud: z
      .strictObject({
        threshold: z.number().min(0).max(1).default(0.5).describe('a score past it means a review'),
        ordersPerHour: count(1, 100_000)
          .nullable()
          .optional()
          .describe(
            "a buyer's orders of an hour that score 0.5; 100 in production, else off; null: off",
          ),
      })
      .prefault({}),
  })
  .prefault({});

/** The whole configuration as written; `parseConfiguration` settles what the environment decides. */
export const configSchema = z.strictObject({
  environment: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('the profile: its defaults, and what it refuses; NODE_ENV without one'),
  dataFolder: z.string().min(1).default('.data').describe('folder of the embedded database'),
  server: serverSchema,
  database: databaseSchema,
  redis: z
    .strictObject({
      url: z
        .string()
        .regex(/^rediss?:\/\/|^unix:\/\//, 'expected redis://, rediss:// or unix://')
        .nullable()
        .default(null)
        .describe('a Redis to use; without one a local redis-server, or memory'),
    })
    .prefault({}),
  graphql: graphqlSchema,
  limits: limitsSchema,
  gateway: z
    .strictObject({
      executor: z
        .enum(['apollo', 'compiled'])
        .default('compiled')
        .describe(
          'who runs query plans: `apollo` for @apollo/gateway, `compiled` for functions that are ' +
            'made of the plans of what is asked for again (the flag `compiled-executor` is its switch)',
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
  secrets: secretsSchema,
  services: servicesSchema,
  demo: z
    .strictObject({
      enabled: z.boolean().optional().describe('fills an empty database; on in development only'),
    })
    .prefault({}),
  log: logSchema,
  telemetry: telemetrySchema,
  backups: backupsSchema,
});

type ParsedConfiguration = z.output<typeof configSchema>;

/** Browsers of a developer's own machine, and Apollo's explorer. */
const developmentOrigins = [
  'http://localhost:*',
  'http://127.0.0.1:*',
  'https://studio.apollographql.com',
];

const ordersPerHourInProduction = 100;

/** Demo shops and tests order as fast as they can. */
function ordersPerHour(parsed: number | null | undefined, production: boolean): number | null {
  if (parsed !== undefined) return parsed;
  return production ? ordersPerHourInProduction : null;
}

function withEnvironmentDefaults(parsed: ParsedConfiguration) {
  const production = parsed.environment === 'production';
  const development = parsed.environment === 'development';
  return {
    ...parsed,
    server: {
      ...parsed.server,
      host: parsed.server.host ?? (production ? '0.0.0.0' : '127.0.0.1'),
      corsOrigins: parsed.server.corsOrigins ?? (production ? [] : developmentOrigins),
    },
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
    orders: {
      ...parsed.orders,
      fraud: {
        ...parsed.orders.fraud,
        ordersPerHour: ordersPerHour(parsed.orders.fraud.ordersPerHour, production),
      },
    },
    demo: { enabled: parsed.demo.enabled ?? development },
    telemetry: {
      ...parsed.telemetry,
      profiles: {
        ...parsed.telemetry.profiles,
        folder: parsed.telemetry.profiles.folder ?? path.join(parsed.dataFolder, 'profiles'),
      },
    },
    log: { ...parsed.log, pretty: parsed.log.pretty ?? development },
  };
}

export type Configuration = DeepReadonly<ReturnType<typeof withEnvironmentDefaults>>;

/**
 * Checks a whole configuration, fills in the defaults, and freezes it.
 * @param raw plain objects as read from a file; every part may be left out.
 * @param earlier faults that were found while reading, to be listed with the others.
 * @throws ConfigurationError that lists every fault with its path and what is expected there.
 */
export function parseConfiguration(
  raw: unknown,
  earlier: readonly ConfigurationFault[] = [],
): Configuration {
  const parsed = configSchema.safeParse(raw);
  const found = parsed.success ? [] : faultsOf(parsed.error, configSchema, raw);
  const faults = [...earlier, ...found, ...paymentFaults(raw), ...productionFaults(raw)];
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(faults);
  return deepFreeze(withEnvironmentDefaults(parsed.data));
}
