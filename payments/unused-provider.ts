import type { PaymentProvider } from './provider';

const refuse = () => Promise.reject(new Error('This process makes no payments.'));

/** The provider of a command that opens orders without paying, such as `verify` and `import`. */
export const unusedProvider: PaymentProvider = {
  name: 'unused',
  stepOf: () => 1n,
  authorize: refuse,
  capture: refuse,
  void: refuse,
  refund: refuse,
  refundFailure: refuse,
  lookup: refuse,
  readCallback: () => null,
};
