import { z } from 'zod';
import { count } from './values';

const weight = (usual: number) => z.number().min(0).max(1).default(usual);

/** The rules on velocity with usual values. By default they are on in production alone. */
export const usualFraudRules = {
  ordersPerHour: 100,
  declinedPerDay: 3,
  cardTestsPerHour: 10,
  addressAccountsPerDay: 6,
  networkAccountsPerDay: 12,
  cardAccountsPerDay: 3,
} as const;

type RuleName = keyof typeof usualFraudRules;

/** The server of a shop may call for all its buyers, who then share its network address. */
const offByDefault: readonly RuleName[] = ['networkAccountsPerDay'];
type VelocityRules = { readonly [rule in RuleName]: number | null };

const usualOf = (rule: RuleName): string =>
  offByDefault.includes(rule)
    ? `${usualFraudRules[rule]} is usual where each buyer calls by themselves; null: off`
    : `default ${usualFraudRules[rule]} in production, else off; null: off`;

const velocity = (rule: RuleName, most: number, what: string) =>
  count(1, most)
    .nullable()
    .optional()
    .describe(`${what}; ${usualOf(rule)}`);

/** Other accounts are counted among the newest orders, `linkedOrders` of orders/domain/fraud-links.ts. */
const accountsMax = 20;

export const fraudSchema = z
  .strictObject({
    threshold: z.number().min(0).max(1).default(0.5).describe('a higher score means a review'),
    ordersPerHour: velocity('ordersPerHour', 100_000, "a buyer's orders in an hour that score 0.5"),
    declinedPerDay: velocity(
      'declinedPerDay',
      100,
      "a buyer's declined payments in a day that score in full",
    ),
    cardTestsPerHour: velocity(
      'cardTestsPerHour',
      accountsMax,
      'small or declined orders of an account, or of a network address with a rule on it, in an hour that score in full',
    ),
    addressAccountsPerDay: velocity(
      'addressAccountsPerDay',
      accountsMax,
      'other accounts that ordered to a shipping address in a day and score in full',
    ),
    networkAccountsPerDay: velocity(
      'networkAccountsPerDay',
      accountsMax,
      'other accounts that ordered from a network address in a day and score in full',
    ),
    cardAccountsPerDay: velocity(
      'cardAccountsPerDay',
      accountsMax,
      'other accounts that paid with a card in a day and score in full',
    ),
    smallTotalMinor: count(0, 1_000_000)
      .default(500)
      .describe(
        'largest total, in minor units of any currency, that looks like the test of a card',
      ),
    weights: z
      .strictObject({
        declinedPayments: weight(0.4).describe('score of declined payments in full'),
        cardTesting: weight(0.4).describe('score of small or declined orders in full'),
        sharedAddress: weight(0.28).describe('score of other accounts at the address in full'),
        sharedNetwork: weight(0.2).describe('score of other accounts in the network in full'),
        sharedCard: weight(0.55).describe('score of other accounts with the card in full'),
        unusualAmount: weight(0.2).describe('score of a total ten times the largest so far'),
        newCountry: weight(0.15).describe('score of a country that no accepted order went to'),
        newAccount: weight(0.1).describe(
          'score of the first order of an account less than a day old',
        ),
      })
      .prefault({}),
  })
  .prefault({});

/** Demo shops and tests place many orders, so the rules on velocity are off there by default. */
export function velocityRules(
  parsed: { readonly [rule in RuleName]?: number | null | undefined },
  production: boolean,
): VelocityRules {
  const usual = Object.entries(usualFraudRules) as [RuleName, number][];
  const rules = usual.map(([rule, value]) => {
    const given = parsed[rule];
    const isUsual = production && !offByDefault.includes(rule);
    return [rule, given === undefined ? (isUsual ? value : null) : given] as const;
  });
  return Object.fromEntries(rules) as VelocityRules;
}
