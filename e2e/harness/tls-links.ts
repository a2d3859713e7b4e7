import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { inject } from 'vitest';
import { StripeProvider } from '../../payments/stripe-provider';
import { deadline } from '../../payments/testing/running-sandbox';
import {
  runStripeStub,
  stripeSecretKey,
  stripeWebhookSecret,
} from '../../payments/testing/stripe-stub';
import { createPool } from '../../platform/database/pool';
import { openMailer } from '../../platform/mail/mailer';
import { readAuthority } from '../../platform/net/authority';
import { connectRedis } from '../../platform/redis/redis';
import type { TlsFiles } from '../../platform/remote/tls';
import { Vault } from '../../platform/secrets/vault';
import { createLogShipper } from '../../platform/telemetry/log-shipper';
import { endSpan, openRequestSpan, startTracing } from '../../platform/telemetry/tracing';
import { type MailServer, startMailServer } from '../../platform/testing/mail-server';
import { redisAvailable } from '../../platform/testing/redis';
import { SignalReceiver } from '../../platform/testing/signal-receiver';
import { silentLogger as logger } from '../../platform/testing/silent-logger';
import { startVaultStub, stubAuth } from '../../platform/testing/vault-stub';
import {
  postgresWithTls,
  redisWithTls,
  type TlsServer,
  tlsBefore,
} from '../../testing/tls-servers';

/** One use of a link; what it returns was read from the server or arrived there. */
type Use = (word: string) => Promise<string>;

export interface Opened {
  readonly use: Use;
  close(): unknown;
}

/** A link of the system to a server that speaks TLS. */
export interface Link {
  /** What it sends has arrived before it is answered. */
  readonly isOneWay?: boolean;
  serve(files: TlsFiles): Promise<TlsServer>;
  open(host: string, port: number, authorityFile: string | null): Promise<Opened>;
}

/** Puts a TLS server of this process in front of a port. */
async function behindTls(
  port: number,
  files: TlsFiles,
  close: () => Promise<unknown>,
): Promise<TlsServer> {
  const server = await tlsBefore(port, files);
  return { port: server.port, close: () => Promise.all([server.close(), close()]).then() as never };
}

const portOf = (url: string): number => Number(new URL(url).port);

const database: Link = {
  serve: (files) => postgresWithTls(inject('postgresUrl'), files),
  async open(host, port, authorityFile) {
    const { username, password } = new URL(inject('postgresUrl'));
    const url = new URL(`postgresql://${username}:${password}@${host}:${port}/postgres`);
    url.searchParams.set('sslmode', 'verify-full');
    if (authorityFile !== null) url.searchParams.set('sslrootcert', authorityFile);
    const pool = createPool({ url: url.href, name: 'test', logger, max: 1 });
    const query = 'SELECT $1::text AS word, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
    const use: Use = async (word) => {
      const { rows } = await pool.query<{ word: string; ssl: boolean }>(query, [word]);
      return rows[0]?.ssl ? rows[0].word : 'without TLS';
    };
    return { use, close: () => pool.end() };
  },
};

const redis: Link = {
  serve: redisWithTls,
  async open(host, port, authorityFile) {
    const client = await connectRedis({ url: `rediss://${host}:${port}`, authorityFile, logger });
    return { use: (word) => client.echo(word), close: () => client.disconnect() };
  },
};

const vault: Link = {
  async serve(files) {
    const stub = await startVaultStub();
    stub.secrets.set('shop', { word: 'a word' });
    return behindTls(portOf(stub.url), files, stub.close);
  },
  async open(host, port, authorityFile) {
    // The client answers from its cache while Vault does not answer.
    const stale: Error[] = [];
    const client = new Vault({
      address: `https://${host}:${port}`,
      mount: 'secret',
      maxAgeMs: 0,
      auth: { method: 'token', token: stubAuth.rootToken },
      authority: readAuthority(authorityFile),
      onStale: (error) => stale.push(error),
    });
    const use: Use = async () => {
      const word = await client.read('shop#word');
      const [error] = stale.splice(0);
      if (error !== undefined) throw error;
      return word;
    };
    return { use, close: () => client.close() };
  },
};

const stripe: Link = {
  async serve(files) {
    const stub = await runStripeStub();
    return behindTls(portOf(stub.url), files, stub.end);
  },
  async open(host, port, authorityFile) {
    const provider = new StripeProvider({
      secretKey: stripeSecretKey,
      webhookSecret: stripeWebhookSecret,
      apiUrl: `https://${host}:${port}`,
      returnUrl: 'https://shop.example/paid',
      authority: readAuthority(authorityFile),
    });
    const use: Use = async (word) => {
      const payment = { amountMinor: 1_000n, currency: 'EUR', token: 'tok_visa' };
      const idempotencyKey = randomUUID();
      const { outcome } = await provider.authorize({ ...payment, idempotencyKey }, deadline());
      return outcome === 'authorized' ? word : outcome;
    };
    return { use, close: () => undefined };
  },
};

let mails: MailServer;
const mail: Link = {
  async serve(files) {
    mails = await startMailServer();
    return behindTls(mails.port, files, mails.close);
  },
  async open(host, port, authorityFile) {
    const mailer = openMailer({
      server: {
        url: `smtps://${host}:${port}`,
        from: 'shop@example.com',
        tls: 'required',
        authority: readAuthority(authorityFile),
        deadlineMs: 10_000,
      },
      logger,
      registry: new Registry(),
    });
    const use: Use = async (word) => {
      const id = randomUUID();
      const written = { subject: word, text: word, html: `<p>${word}</p>`, id };
      await mailer.send({ to: 'ada@example.com', ...written }, deadline());
      return mails.mails.find(({ raw }) => raw.includes(id))?.text.trim() ?? 'Nothing arrived.';
    };
    return { use, close: () => undefined };
  },
};

let receiver: SignalReceiver;
async function serveSignals(files: TlsFiles): Promise<TlsServer> {
  receiver = await SignalReceiver.open();
  return behindTls(portOf(receiver.url), files, () => receiver.close());
}

const logs: Link = {
  isOneWay: true,
  serve: serveSignals,
  async open(host, port, authorityFile) {
    const endpoint = `https://${host}:${port}`;
    const authority = readAuthority(authorityFile);
    const use: Use = async (word) => {
      const shipper = createLogShipper({ endpoint, protocol: 'otlp' }, 'test', authority);
      shipper?.write(`${JSON.stringify({ level: 'info', msg: word })}\n`);
      await shipper?.stop();
      const [line] = receiver.lines;
      if (line === undefined) throw new Error('Nothing arrived.');
      return line.message;
    };
    return { use, close: () => undefined };
  },
};

const traces: Link = {
  isOneWay: true,
  serve: serveSignals,
  async open(host, port, authorityFile) {
    const endpoint = `https://${host}:${port}`;
    const authority = readAuthority(authorityFile);
    const use: Use = async (word) => {
      const settings = { endpoint, ratio: 1 };
      const stop = await startTracing({
        settings,
        authority,
        name: 'test',
        version: '1',
        logger,
      });
      const opened = openRequestSpan(word, undefined, {});
      if (opened !== null) endSpan(opened.span);
      await stop();
      const [span] = receiver.spans;
      if (span === undefined) throw new Error('Nothing arrived.');
      return span.name;
    };
    return { use, close: () => undefined };
  },
};

export const links: readonly (readonly [string, Link])[] = [
  ['PostgreSQL', database],
  ...(redisAvailable ? [['Redis', redis] as const] : []),
  ['Vault', vault],
  ['Stripe', stripe],
  ['mail', mail],
  ['logs', logs],
  ['traces', traces],
];
