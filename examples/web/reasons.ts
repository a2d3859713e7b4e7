interface Outcome {
  readonly sentence: string;
  /** A link to the checkout, which has the lines of the order in the cart. */
  readonly again: string | null;
}

/** Why an order was not accepted or was cancelled, and what its buyer can do: `Order.statusReason`. */
export const outcomes: Readonly<Record<string, Outcome>> = {
  out_of_stock: {
    sentence: 'Something in it was sold before your order. You do not pay anything.',
    again: 'Change the order',
  },
  payment_declined: {
    sentence: 'Your bank declined the payment. You do not pay anything.',
    again: 'Try another card',
  },
  timed_out: {
    sentence: 'Your bank did not confirm the payment in time. You do not pay anything.',
    again: 'Try again',
  },
  review: {
    sentence: 'We could not accept it after a check. You do not pay anything.',
    again: null,
  },
  cancelled_by_customer: {
    sentence: 'Your order is cancelled. You are not charged for it.',
    again: null,
  },
  cancelled_by_staff: {
    sentence: 'The shop cancelled your order. You are not charged for it.',
    again: null,
  },
};
