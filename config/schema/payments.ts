import { z } from 'zod';
import type { ConfigurationFault } from '../../platform/config/configuration-error';
import { isReturnOrigin } from '../../platform/values/return-url';
import { httpUrl } from './http-url';
import { secretSchema } from './secrets';
import { authorityFileSchema } from './tls';
import { port } from './values';

const merchantNameCharactersMax = 100;
const returnOriginsMax = 100;
const returnOriginExpected =
  'expected an origin such as https://shop.example.com, http://localhost:*, or a scheme such as com.example.app:';

export const paymentsSchema = z
  .strictObject({
    provider: z.enum(['sandbox', 'stripe']).default('sandbox').describe('payment provider'),
    authorityFile: authorityFileSchema,
    sandbox: z
      .strictObject({
        port: port.default(4010).describe('port of the sandbox provider'),
        start: z
          .boolean()
          .default(true)
          .describe('starts the sandbox with the shop; false if services.sandbox.url already runs'),
        apiSecret: secretSchema('payments.sandbox.apiSecret').describe('API secret of the sandbox'),
        callbackSecret: secretSchema('payments.sandbox.callbackSecret').describe(
          'signs its callbacks',
        ),
        allowInProduction: z
          .boolean()
          .default(false)
          .describe('allows the sandbox in production, where no real money is taken then'),
        merchantName: z
          .string()
          .trim()
          .min(1)
          .max(merchantNameCharactersMax)
          .default('Demo shop')
          .describe('name of the shop on the page of its bank'),
      })
      .prefault({}),
    returnOrigins: z
      .array(z.string().refine(isReturnOrigin, returnOriginExpected))
      .max(returnOriginsMax)
      .optional()
      .describe(
        'where banks may return buyers to after 3-D Secure: origins (https, or http for localhost; ' +
          '`:*` allows any port) and schemes of apps such as `com.example.app:`; ' +
          'default http://localhost:* in development and test, in production none',
      ),
    stripe: z
      .strictObject({
        secretKey: z.string().default('').describe('API key of Stripe: sk_… or rk_…'),
        webhookSecret: z.string().default('').describe('signs its callbacks: whsec_…'),
        apiUrl: httpUrl()
          .default('https://api.stripe.com')
          .describe('URL of its API; change it only for a stub'),
        returnUrl: httpUrl()
          .nullable()
          .default(null)
          .describe('URL to which buyers return from their bank; if not set, the gateway'),
      })
      .prefault({}),
  })
  .prefault({});

type ParsedPayments = z.output<typeof paymentsSchema>;

/** In production nobody is sent anywhere that the operator has not listed. */
export function withReturnOrigins(parsed: ParsedPayments, production: boolean) {
  const byDefault = production ? [] : ['http://localhost:*'];
  return { ...parsed, returnOrigins: parsed.returnOrigins ?? byDefault };
}

const wholeSchema = z.object({ environment: z.unknown().optional(), payments: paymentsSchema });

/**
 * Missing settings of Stripe, and settings that production rejects. Read from the raw values, so
 * that these faults are listed together with all others.
 */
export function paymentFaults(raw: unknown): ConfigurationFault[] {
  const read = wholeSchema.safeParse(raw);
  if (!read.success || read.data.payments.provider !== 'stripe') return [];
  const { stripe } = read.data.payments;
  const isProduction = read.data.environment === 'production';
  const faults: ConfigurationFault[] = [];
  const expect = (isGood: boolean, name: keyof typeof stripe, expected: string) => {
    if (!isGood) faults.push({ path: `payments.stripe.${name}`, expected });
  };
  const keys = isProduction ? /^[sr]k_live_/ : /^[sr]k_/;
  const kind = isProduction ? 'a live key (sk_live_… or rk_live_…)' : 'a key (sk_… or rk_…)';
  expect(keys.test(stripe.secretKey), 'secretKey', `${kind} from Stripe`);
  expect(/^whsec_/.test(stripe.webhookSecret), 'webhookSecret', 'a whsec_… from Stripe');
  const isSecure = stripe.apiUrl.startsWith('https:');
  expect(!isProduction || isSecure, 'apiUrl', 'https in production');
  return faults;
}
