import type { Configuration } from '../../config/schema';
import type { TlsFiles } from '../../platform/remote/tls';
import { type Room, rooms, type Urls } from '../servers';

export interface PartNeeds {
  readonly tls: TlsFiles;
  readonly redisUrl: string;
  /** The databases by room; a part gets the url of its own room's only. */
  readonly urls: Urls;
  readonly room?: Room;
  readonly adminPort?: number;
}

/**
 * The configuration of one part: what it needs to know. Databases and secrets of the others are
 * left out, so that what one part gives away is not everything.
 */
export function settingsOf(configuration: Configuration, needs: PartNeeds): Configuration {
  const { tls, redisUrl, urls, room } = needs;
  const { auth, database, mail, payments, secrets, server, services, webhooks } = configuration;
  const { vault } = secrets;
  const urlFor = (name: Room) => ({
    url: name === room ? (database[name].url ?? urls[name]) : null,
  });
  const { apiSecret, callbackSecret } = payments.sandbox;
  const seesPayments = room === 'orders';
  return {
    ...configuration,
    server: { ...server, adminPort: needs.adminPort ?? server.adminPort },
    redis: { url: redisUrl },
    database: {
      ...database,
      orders: urlFor('orders'),
      users: urlFor('users'),
      inventory: urlFor('inventory'),
    },
    auth: { ...auth, keySecret: room === 'users' ? auth.keySecret : '' },
    payments: {
      ...payments,
      sandbox: {
        ...payments.sandbox,
        apiSecret: seesPayments ? apiSecret : '',
        callbackSecret: seesPayments ? callbackSecret : '',
      },
      stripe: {
        ...payments.stripe,
        secretKey: seesPayments ? payments.stripe.secretKey : '',
        webhookSecret: seesPayments ? payments.stripe.webhookSecret : '',
      },
    },
    webhooks: { ...webhooks, secretKey: room === 'orders' ? webhooks.secretKey : '' },
    mail: { ...mail, url: room === 'orders' ? mail.url : null },
    // What is in Vault the part is told; it has no business there itself.
    secrets: {
      vault: { ...vault, address: null, auth: { ...vault.auth, token: null, secretId: null } },
    },
    services: { ...services, tls: { ...tls } },
  };
}

/** Orders is two processes: API and jobs. */
const ordersProcesses = 2;

/** Connections that all processes want at their fullest; each of orders has one more to listen. */
export function poolDemands(configuration: Configuration, urls: Urls) {
  const { max } = configuration.database.pool;
  return rooms.map((room) => ({
    url: urls[room],
    max: room === 'orders' ? ordersProcesses * (max + 1) : max,
  }));
}
