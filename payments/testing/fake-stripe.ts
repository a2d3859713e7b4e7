import { randomUUID } from 'node:crypto';
import { msPerSecond } from '../../platform/values/time';
import { type Form, isExpanded, listOf, pageOf, type StripeList } from './stripe-lists';
import { invalid, StripeProblem } from './stripe-problem';

interface Charge {
  id: string;
  amount: number;
  /** Whether it was authorised. */
  paid: boolean;
  outcome: { risk_level: string };
  payment_method_details: {
    card: {
      brand: string;
      last4: string;
      fingerprint: string;
      multicapture: { status: string };
    };
  };
}

interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_capturable: number;
  amount_received: number;
  currency: string;
  status: string;
  client_secret: string;
  created: number;
  metadata: Record<string, string>;
  last_payment_error: { code: string; decline_code?: string } | null;
  next_action: { redirect_to_url: { url: string } } | null;
  latest_charge: Charge | null;
  payment_method: string | null;
}

interface Refund {
  id: string;
  object: 'refund';
  amount: number;
  currency: string;
  created: number;
  payment_intent: string;
  status: string;
  failure_reason?: string;
  metadata: Record<string, string>;
}

/** Declines by payment method, named like Stripe's test cards. */
const declines: Record<string, { code: string; decline_code?: string }> = {
  chargeDeclined: { code: 'card_declined', decline_code: 'generic_decline' },
  insufficientFunds: { code: 'card_declined', decline_code: 'insufficient_funds' },
};

/** PaymentIntents and refunds with the states that Stripe documents, in memory. */
export class FakeStripe {
  private readonly intents = new Map<string, Intent>();
  private readonly refunds: Refund[] = [];
  /** Movements of money, in order: `authorize 1000`, `capture 400`, `cancel 600`, `refund 100`. */
  readonly effects: { readonly key: string; readonly effect: string }[] = [];

  create(form: Form): Intent {
    const intent: Intent = {
      id: `pi_${randomUUID()}`,
      object: 'payment_intent',
      amount: Number(form.amount),
      amount_capturable: 0,
      amount_received: 0,
      currency: form.currency ?? '',
      status: 'requires_payment_method',
      client_secret: `secret_${randomUUID()}`,
      created: nowInSeconds(),
      metadata: metadataOf(form),
      last_payment_error: null,
      next_action: null,
      latest_charge: null,
      payment_method: null,
    };
    if (intent.amount < 1) throw invalid('amount_too_small', 'amount');
    if (form.capture_method !== 'manual') throw invalid('parameter_missing', 'capture_method');
    this.intents.set(intent.id, intent);
    return intent;
  }

  intent(id: string): Intent {
    const intent = this.intents.get(id);
    if (intent) return intent;
    throw new StripeProblem(404, 'invalid_request_error', 'resource_missing', `No such: ${id}`);
  }

  intentOf(key: string): Intent | undefined {
    return [...this.intents.values()].find(({ metadata }) => metadata.authorization_key === key);
  }

  confirm(id: string, form: Form): Intent {
    const intent = this.intent(id);
    if (intent.status !== 'requires_payment_method') throw unexpected(intent);
    const card = form.payment_method?.replace(/^pm_/, '').split('_')[0] ?? '';
    intent.payment_method = form.payment_method ?? null;
    const declined = declines[card];
    if (declined) {
      intent.last_payment_error = declined;
      intent.latest_charge = chargeOf(intent, card, false);
      throw new StripeProblem(
        402,
        'card_error',
        declined.code,
        'Your card was declined.',
        declined,
      );
    }
    switch (card) {
      case 'processing':
        intent.status = 'processing';
        return intent;
      case 'threeDSecure':
        intent.status = 'requires_action';
        intent.next_action = { redirect_to_url: { url: `https://hooks.stripe.test/${id}` } };
        return intent;
      case 'visa':
      case 'oneCapture':
      case 'risky':
        return this.authorized(intent, card);
      default:
        throw invalid('resource_missing', `No such PaymentMethod: '${form.payment_method}'`);
    }
  }

  /** Simulates the decision of the bank or the buyer. */
  settle(id: string, isGood: boolean): Intent {
    const intent = this.intent(id);
    intent.next_action = null;
    if (isGood) return this.authorized(intent, 'visa');
    intent.status = 'requires_payment_method';
    intent.last_payment_error = { code: 'payment_intent_authentication_failure' };
    return intent;
  }

  capture(id: string, form: Form): Intent {
    const intent = this.intent(id);
    if (intent.status !== 'requires_capture') throw unexpected(intent);
    const amount = Number(form.amount_to_capture ?? intent.amount_capturable);
    const isFinal = form.final_capture !== 'false';
    if (amount > intent.amount_capturable) throw invalid('amount_too_large', 'amount_to_capture');
    if (!isFinal && !allowsPartialCaptures(intent))
      throw invalid('parameter_unknown', 'final_capture');
    intent.amount_received += amount;
    intent.amount_capturable = isFinal ? 0 : intent.amount_capturable - amount;
    if (intent.amount_capturable === 0) intent.status = 'succeeded';
    Object.assign(intent.metadata, metadataOf(form));
    this.note(intent, `capture ${amount}`);
    return intent;
  }

  cancel(id: string): Intent {
    const intent = this.intent(id);
    if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpected(intent);
    if (intent.amount_capturable > 0) this.note(intent, `cancel ${intent.amount_capturable}`);
    intent.status = 'canceled';
    intent.amount_capturable = 0;
    return intent;
  }

  refund(form: Form): Refund {
    const intent = this.intent(form.payment_intent ?? '');
    const amount = Number(form.amount);
    const before = this.refundsOf(intent.id)
      .filter(({ status }) => status !== 'failed')
      .reduce((sum, refund) => sum + refund.amount, 0);
    if (intent.amount_received === 0) throw invalid('charge_not_refundable', 'Nothing captured.');
    if (before + amount > intent.amount_received) throw invalid('amount_too_large', 'Too much.');
    const refund: Refund = {
      id: `re_${randomUUID()}`,
      object: 'refund',
      amount,
      currency: intent.currency,
      created: nowInSeconds(),
      payment_intent: intent.id,
      status: 'succeeded',
      metadata: metadataOf(form),
    };
    this.refunds.push(refund);
    this.note(intent, `refund ${amount}`);
    return refund;
  }

  refundsOf(intentId: string): Refund[] {
    return this.refunds.filter(({ payment_intent: its }) => its === intentId);
  }

  refundBy(id: string): Refund {
    const refund = this.refunds.find((each) => each.id === id);
    if (refund) return refund;
    throw new StripeProblem(404, 'invalid_request_error', 'resource_missing', `No such: ${id}`);
  }

  /** Simulates a bank that sends the money of the newest refund back, which may take it days. */
  failRefund(intentId: string): Refund {
    const refund = this.refundsOf(intentId).at(-1);
    if (!refund) throw invalid('resource_missing', 'Nothing was refunded.');
    return Object.assign(refund, { status: 'failed', failure_reason: 'lost_or_stolen_card' });
  }

  /** Newest first, like every list of Stripe; a charge is its id unless it is expanded. */
  list(form: Form): StripeList {
    const { data, has_more } = pageOf([...this.intents.values()], form);
    if (isExpanded(form, 'data.latest_charge')) return listOf(data, has_more);
    const plain = data.map((intent) => ({
      ...intent,
      latest_charge: intent.latest_charge?.id ?? null,
    }));
    return listOf(plain, has_more);
  }

  listRefunds(form: Form): StripeList {
    const { payment_intent: id } = form;
    const among = id === undefined ? this.refunds : this.refundsOf(id);
    const { data, has_more } = pageOf(among, form);
    if (!isExpanded(form, 'data.payment_intent')) return listOf(data, has_more);
    const expanded = data.map((refund) => ({
      ...refund,
      payment_intent: this.intent(refund.payment_intent),
    }));
    return listOf(expanded, has_more);
  }

  private authorized(intent: Intent, card: string): Intent {
    intent.status = 'requires_capture';
    intent.amount_capturable = intent.amount;
    intent.latest_charge = chargeOf(intent, card, true);
    this.note(intent, `authorize ${intent.amount}`);
    return intent;
  }

  private note({ metadata }: Intent, effect: string): void {
    this.effects.push({ key: metadata.authorization_key ?? '', effect });
  }
}

const nowInSeconds = (): number => Math.floor(Date.now() / msPerSecond);

function chargeOf({ amount }: Intent, card: string, paid: boolean): Charge {
  const multicapture = { status: card === 'oneCapture' ? 'unavailable' : 'available' };
  return {
    id: `ch_${randomUUID()}`,
    amount,
    paid,
    outcome: { risk_level: card === 'risky' ? 'elevated' : 'normal' },
    payment_method_details: {
      card: { brand: 'visa', last4: '4242', fingerprint: `print_${card}`, multicapture },
    },
  };
}

function allowsPartialCaptures({ latest_charge: charge }: Intent): boolean {
  return JSON.stringify(charge).includes('"status":"available"');
}

function metadataOf(form: Form): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

function unexpected({ status }: Intent): StripeProblem {
  return invalid('payment_intent_unexpected_state', `It has a status of ${status}.`);
}
