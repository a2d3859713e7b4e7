import { z } from 'zod';
import { unpaidSchema } from './unpaid-orders';
import { count } from './values';

/** What callers may ask for, and how often. */
export const limitsSchema = z
  .strictObject({
    rate: z
      .strictObject({
        anonymousPerMinute: count(1, 1e9).default(300).describe('root fields per network address'),
        userPerMinute: count(1, 1e9).default(600).describe('root fields per user'),
        apiKeyPerMinute: count(1, 1e9).default(1200).describe('root fields per API key'),
        storefrontKeyPerMinute: count(1, 1e9).default(6000).describe('root fields per storefront'),
        signInsPerMinute: count(1, 1e9)
          .default(60)
          .describe('calls of login per network address, counted separately'),
        refreshesPerMinute: count(1, 1e9)
          .default(60)
          .describe('calls of refreshSession per network address, counted separately'),
        costPerField: count(1, 1e6)
          .default(50)
          .describe('points of cost per minute for each allowed root field'),
        signInFailuresPerMinute: count(1, 1e9)
          .default(10)
          .describe(
            'failed sign-ins per network address, and per e-mail and network address; a /56 has 4 times as many, a /48 or an IPv4 /24 8 times',
          ),
        registrationsPerMinute: count(1, 1e9)
          .default(10)
          .describe('registrations per network address'),
        passwordResetsPerMinute: count(1, 1e9)
          .default(10)
          .describe('requests of a password reset per network address'),
        productUpsertsPerMinute: count(1, 1e9)
          .default(300)
          .describe('calls of upsertProducts per network address'),
        webhookRedeliveriesPerMinute: count(1, 1e9)
          .default(60)
          .describe('calls of redeliverWebhook per network address'),
      })
      .prefault({}),
    operation: z
      .strictObject({
        tokens: count(1, 1e6).default(1000).describe('max tokens of a document'),
        depth: count(1, 1000).default(12).describe('max nesting of fields'),
        aliases: count(0, 1e5).default(15).describe('max aliases of a document'),
        directives: count(0, 1e5).default(5).describe('max directives of a document'),
        rootFields: count(1, 1e5).default(10).describe('max root fields of an operation'),
        cost: count(1, 1e9).default(2000).describe('max cost of an operation'),
        textBytes: count(1, 1e9).default(100_000).describe('max bytes of an operation text'),
        bodyBytes: count(1, 1e9)
          .default(1_000_000)
          .describe(
            'max bytes of a request body; a call to a subgraph in another process holds 8 MB',
          ),
        bodyBytesAnonymous: count(1, 1e9)
          .default(100_000)
          .describe('the same for anonymous callers, if it is less'),
        answerObjects: count(1, 1e7).default(20_000).describe('max objects of a response'),
        answerBytes: count(1, 3e7).default(10_000_000).describe('max bytes of a response'),
        deadlineMs: count(1, 600_000)
          .default(10_000)
          .describe(
            'max time for a response; a call to a subgraph in another process ends after 65 s',
          ),
        answerReadSeconds: count(1, 3600)
          .default(60)
          .describe('time until a client that has not read its response is disconnected'),
      })
      .prefault({}),
    streams: z
      .strictObject({
        perProcess: count(0, 1e6).default(10_000).describe('max open streams per gateway'),
        perViewer: count(1, 1e6)
          .default(20)
          .describe('max open streams per user or API key at one gateway'),
        heartbeatSeconds: count(1, 600)
          .default(15)
          .describe('pause between heartbeats of a stream'),
        slowReaderSeconds: count(1, 3600).default(30).describe('time until a blocked stream ends'),
      })
      .prefault({}),
    overload: z
      .strictObject({
        running: count(1, 1e5)
          .default(256)
          .describe('operations that a gateway executes at the same time'),
        waiting: count(0, 1e6)
          .default(2_000)
          .describe('operations of a gateway that wait for their turn'),
      })
      .prefault({}),
    unpaid: unpaidSchema,
  })
  .prefault({});
