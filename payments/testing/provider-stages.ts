import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { signCallback } from '../callback-signature';
import type { PaymentProvider } from '../provider';
import { StripeProvider } from '../stripe-provider';
import { pressButton } from './press-button';
import { callbackSecret, readLedger, runSandbox } from './running-sandbox';
import { runStripeStub, stripeSecretKey, stripeWebhookSecret } from './stripe-stub';

type TokenName = 'good' | 'declined' | 'async' | 'action' | 'suspicious' | 'card' | 'otherCard';

/** The set-up of a provider for the shared scenarios. */
export interface Stage {
  readonly provider: PaymentProvider;
  readonly tokens: Record<TokenName, string>;
  readonly declineCode: string;
  /** Movements of money for an authorization key, in order; voids with the released amount. */
  effects(authorizationKey: string): Promise<string[]>;
  /** Approves a pending payment, or one that needs authentication. */
  settle(authorizationKey: string, redirectUrl: string | null): Promise<void>;
  /** Makes the next authorization succeed without a response. @returns the token for it. */
  loseAnswer(): string;
  /** A callback about the authorization, as the provider sends it. */
  callback(authorizationKey: string): { headers: Record<string, string>; body: Buffer };
  end(): Promise<void>;
}

export async function sandboxStage(): Promise<Stage> {
  const running = await runSandbox();
  return {
    provider: running.provider,
    declineCode: 'card_declined',
    tokens: {
      good: 'tok_ok',
      declined: 'tok_declined',
      async: 'tok_async',
      action: 'tok_action',
      suspicious: 'tok_review',
      card: 'tok_ok:anna',
      otherCard: 'tok_ok:bert',
    },
    async effects(key) {
      const names = {
        authorization: 'authorize',
        capture: 'capture',
        void: 'cancel',
        refund: 'refund',
      };
      const prefix = key.replace(/-authorize$/, '');
      const lines = await readLedger(running.sandbox.url);
      return lines
        .filter(({ idempotencyKey }) => idempotencyKey.startsWith(prefix))
        .map(({ kind, amount }) => `${names[kind]} ${Math.round(Number(amount) * 100)}`);
    },
    async settle(_key, redirectUrl) {
      // Pending payments are decided automatically.
      if (redirectUrl) await pressButton(redirectUrl, 'Authorise');
    },
    loseAnswer: () => 'tok_lost_answer',
    callback(idempotencyKey) {
      const data = { idempotencyKey, outcome: { outcome: 'voided' } };
      const timestamp = new Date().toISOString();
      const body = Buffer.from(JSON.stringify({ type: 'authorization.settled', timestamp, data }));
      return { headers: { ...signCallback(callbackSecret, 'evt_1', new Date(), body) }, body };
    },
    end: running.end,
  };
}

export async function stripeStage(): Promise<Stage> {
  const stub = await runStripeStub();
  return {
    provider: new StripeProvider({
      secretKey: stripeSecretKey,
      webhookSecret: stripeWebhookSecret,
      apiUrl: stub.url,
      returnUrl: 'https://shop.example/paid',
    }),
    declineCode: 'generic_decline',
    tokens: {
      good: 'tok_visa',
      declined: 'tok_chargeDeclined',
      async: 'pm_processing',
      action: 'tok_threeDSecure',
      suspicious: 'tok_risky',
      card: 'tok_visa',
      otherCard: 'tok_oneCapture',
    },
    effects: async (key) =>
      stub.book.effects.filter((each) => each.key === key).map(({ effect }) => effect),
    async settle(key) {
      stub.book.settle(stub.book.intentOf(key)?.id ?? '', true);
    },
    loseAnswer() {
      // Stripe's package retries a broken connection once, so the answer must be lost twice.
      stub.losing = { path: /confirm$/, times: 2 };
      return 'tok_visa';
    },
    callback(key) {
      const event = {
        id: `evt_${randomUUID()}`,
        object: 'event',
        type: 'payment_intent.amount_capturable_updated',
        data: { object: stub.book.intentOf(key) ?? {} },
      };
      const payload = JSON.stringify(event);
      const header = Stripe.webhooks.generateTestHeaderString({
        payload,
        secret: stripeWebhookSecret,
      });
      return { headers: { 'stripe-signature': header }, body: Buffer.from(payload) };
    },
    end: stub.end,
  };
}
