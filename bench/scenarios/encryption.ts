import { newComparison, shopWith } from '../compare-shops';

const atRest = (value: string) => ({ ORDERPROCESSING_ENCRYPTION_AT_REST: value });

/** Orders per second with and without encryption of personal data, in turns on two shops. */
export const encryption = newComparison(
  {
    name: 'encryption',
    measures: 'orders per second with and without encryption of personal data, in turns',
  },
  {
    measured: shopWith('encrypted', atRest('true')),
    reference: shopWith('in plain text', atRest('false')),
    shareMin: 0.95,
  },
);
