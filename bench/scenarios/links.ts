import { newComparison, shopWith } from '../compare-shops';

/** The defaults of production: a shop whose server calls for its buyers has no rule on networks. */
const rulesOnLinks = {
  ORDERPROCESSING_ORDERS_FRAUD_CARD_TESTS_PER_HOUR: '10',
  ORDERPROCESSING_ORDERS_FRAUD_ADDRESS_ACCOUNTS_PER_DAY: '6',
  ORDERPROCESSING_ORDERS_FRAUD_CARD_ACCOUNTS_PER_DAY: '3',
};

/** Orders per second with and without the rules that link accounts, in turns on two shops. */
export const links = newComparison(
  {
    name: 'links',
    measures: 'orders per second with and without the rules that link accounts, in turns',
  },
  {
    measured: shopWith('linked', rulesOnLinks),
    reference: shopWith('not linked', {}),
    shareMin: 0.9,
  },
);
