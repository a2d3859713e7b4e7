import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { openedDispute } from './dispute';

test.each([
  ['charge.dispute.created', 'pi_1', { id: 'du_1', reference: 'pi_1' }],
  ['charge.dispute.created', { id: 'pi_1' }, { id: 'du_1', reference: 'pi_1' }],
  ['charge.dispute.created', null, { id: 'du_1', reference: null }],
  ['charge.dispute.closed', 'pi_1', undefined],
])('the event %s about the payment %o announces %o', (type, payment_intent, dispute) => {
  const event = { type, data: { object: { object: 'dispute', id: 'du_1', payment_intent } } };
  expect(openedDispute(event as Stripe.Event)).toEqual(dispute);
});
