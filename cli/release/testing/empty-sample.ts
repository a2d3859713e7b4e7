import type { Sample } from '../gates';

const none = { bad: 0, all: 0 };

/** What a version has answered that was asked nothing. */
export const emptySample: Sample = {
  errors: none,
  slow: none,
  orderErrors: none,
  slowOrders: none,
  blocked: none,
  slower: none,
  operations: new Map(),
};
