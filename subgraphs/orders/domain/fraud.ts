import { inputHash } from '../../../platform/values/input-hash';
import { msPerDay } from '../../../platform/values/time';
import { timeOfUuidV7 } from '../../../platform/values/uuid';
import {
  fraction,
  type LinkCode,
  type LinkFacts,
  type LinkHashes,
  type LinkRules,
  type LinkWeights,
  linkParts,
  noLinks,
} from './fraud-links';

/** Facts that only a trained model reads, counted together with the others. */
export interface OrderPattern {
  /** The buyer's newest orders, at most `historyOrders`. */
  readonly placed: number;
  /** How many of them were placed within an hour. */
  readonly lastHour: number;
  /** How many of them were placed within a day. */
  readonly lastDay: number;
  /** The mean total of the accepted ones in the currency of the order; null if there is none. */
  readonly meanMinor: number | null;
  /** Lines of the order itself. */
  readonly lines: number;
  /** Units of the order itself. */
  readonly units: number;
}

/** What the shop knows of a buyer when an order is placed; that statement counts it. */
export interface FraudFacts {
  /** Orders of the last hour, including this one, counted up to twice what the rule allows. */
  readonly ordersLastHour: number;
  /** Payments that the bank declined within the last 24 hours, among the newest orders. */
  readonly declinedLastDay: number;
  /** Accepted ones among the newest orders. */
  readonly accepted: number;
  /** The largest total of these in the currency of the order; null if there is none. */
  readonly largestMinor: number | null;
  /** How many of these were delivered to the country of the order. */
  readonly toCountry: number;
  /** Missing in an order that a version without a model placed. */
  readonly pattern?: OrderPattern;
  /** Small or declined orders of the last hour; missing where the rules on links are off. */
  readonly cardTests?: number;
  /** Missing where other accounts share nothing with the order, or too little to be counted. */
  readonly links?: LinkFacts;
}

/** Facts of an order that a version without assessments placed. */
const unknown: FraudFacts = {
  ordersLastHour: 1,
  declinedLastDay: 0,
  accepted: 0,
  largestMinor: null,
  toCountry: 0,
};

export type RiskCode =
  | `model_${string}`
  | LinkCode
  | 'provider_warning'
  | 'orders_last_hour'
  | 'declined_payments'
  | 'unusual_amount'
  | 'new_country'
  | 'new_account';

export interface FraudRules extends LinkRules {
  /** Orders with a higher score go to review. */
  readonly threshold: number;
  /** Null disables the rule. */
  readonly ordersPerHour: number | null;
  /** Null disables the rule. */
  readonly declinedPerDay: number | null;
  readonly weights: LinkWeights & {
    readonly declinedPayments: number;
    readonly unusualAmount: number;
    readonly newCountry: number;
    readonly newAccount: number;
  };
}

export interface RiskReason {
  readonly code: RiskCode;
  /** Its share of the score, 0 to 1. */
  readonly weight: number;
  readonly text: string;
}

export interface RiskAssessment {
  /** 0 to 1. */
  readonly score: number;
  /** The heaviest first. */
  readonly reasons: readonly RiskReason[];
  readonly assessor: string;
  /** RFC 3339. */
  readonly assessedAt: string;
}

/** What the order keeps. The assessment is missing until the payment is authorised. */
export interface StoredRisk {
  readonly facts: FraudFacts;
  readonly assessment?: RiskAssessment;
  /** What the order may share, until its payment is decided; missing where the rules are off. */
  readonly hashes?: LinkHashes;
  /** What a model in shadow gave: nobody sees it, and nothing follows from it. */
  readonly shadow?: Pick<RiskAssessment, 'score' | 'assessor'>;
}

/** An order whose payment is authorised. */
export type AssessedRisk = StoredRisk & { readonly assessment: RiskAssessment };

export interface AssessedOrder {
  readonly customerId: string;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly placedAt: Date;
  readonly risk: Pick<StoredRisk, 'facts'> | null;
}

/** The newest orders of a buyer that are compared with a new one. */
export const historyOrders = 10;

/** Fewer accepted orders say nothing about what is usual for a buyer. */
const historyLeast = 3;
/** An amount this many times the largest so far begins to count, and counts in full. */
const usualTimes = 2;
const unusualTimes = 10;
const newAccountMs = msPerDay;

/** A smaller part of the score is no reason that would help a person to decide. */
const reasonLeast = 0.01;
const decimals = 10_000;
const digestCharacters = 8;

/** Increase it when the same facts and settings give another score. */
const rulesVersion = 2;

/** More orders do not change the score. */
export const ordersCountedMax = ({ ordersPerHour }: Pick<FraudRules, 'ordersPerHour'>): number =>
  2 * (ordersPerHour ?? 0);

/** A part of the score before the sum is limited to 1, and its text for people. */
export interface Part {
  readonly code: RiskCode;
  readonly points: number;
  readonly text: string;
}

/** 0 up to `usualTimes` the largest earlier amount, and 1 from `unusualTimes` on. */
function unusualness({ accepted, largestMinor }: FraudFacts, totalMinor: bigint): number {
  if (accepted < historyLeast || largestMinor === null || largestMinor <= 0) return 0;
  const times = Number(totalMinor) / largestMinor;
  return Math.min(1, Math.max(0, (times - usualTimes) / (unusualTimes - usualTimes)));
}

/** Whether it is the first order of an account that has just been opened. */
function isOfNewAccount({ customerId, placedAt, risk }: AssessedOrder): boolean {
  const openedAt = timeOfUuidV7(customerId);
  const isNew = openedAt !== null && placedAt.getTime() - openedAt < newAccountMs;
  return isNew && risk?.facts.accepted === 0;
}

/** The facts of an order, with what other accounts share with it. */
export function withLinks(
  { risk }: Pick<AssessedOrder, 'risk'>,
  links: LinkFacts,
): { readonly facts: FraudFacts } {
  return { ...risk, facts: { ...(risk?.facts ?? unknown), links } };
}

/** What is known of an address that an order goes to instead; the same as in its facts. */
export type AddressFacts = Pick<LinkFacts, 'addressAccounts'> & Pick<FraudFacts, 'toCountry'>;

/** Whether an address makes a decided order more suspicious, and enough for a review. */
export function isSuspiciousAt(
  order: AssessedOrder,
  { addressAccounts, toCountry }: AddressFacts,
  rules: FraudRules,
): boolean {
  const facts = order.risk?.facts ?? unknown;
  const links = { ...(facts.links ?? noLinks), addressAccounts };
  const scoreOf = (known: FraudFacts): number =>
    assessRisk({ ...order, risk: { facts: known } }, false, rules).assessment.score;
  const score = scoreOf({ ...facts, toCountry, links });
  return score > rules.threshold && score > scoreOf(facts);
}

/** The orders of an hour score 0.5 where they are as many as the rule allows, and 1 from twice as many on. */
function partsOf(order: AssessedOrder, isSignalled: boolean, rules: FraudRules): Part[] {
  const facts = order.risk?.facts ?? unknown;
  const { ordersLastHour, declinedLastDay, accepted, toCountry } = facts;
  const { weights } = rules;
  const isNewCountry = accepted >= historyLeast && toCountry === 0;
  return [
    {
      code: 'provider_warning',
      points: isSignalled ? 1 : 0,
      text: 'The payment provider warned about this payment.',
    },
    {
      code: 'orders_last_hour',
      points: fraction(ordersLastHour, ordersCountedMax(rules)),
      text: `The account placed ${ordersLastHour} orders within an hour.`,
    },
    {
      code: 'declined_payments',
      points: weights.declinedPayments * fraction(declinedLastDay, rules.declinedPerDay),
      text: `Banks declined ${declinedLastDay} payments of the account within 24 hours.`,
    },
    ...linkParts(facts.links ?? noLinks, facts.cardTests ?? 0, rules, weights),
    {
      code: 'unusual_amount',
      points: weights.unusualAmount * unusualness(facts, order.totalMinor),
      text: 'The total is far above the largest of the latest accepted orders.',
    },
    {
      code: 'new_country',
      points: isNewCountry ? weights.newCountry : 0,
      text: 'None of the latest accepted orders went to this country.',
    },
    {
      code: 'new_account',
      points: isOfNewAccount(order) ? weights.newAccount : 0,
      text: 'It is the first order of an account that is less than a day old.',
    },
  ];
}

export const rounded = (value: number): number => Math.round(value * decimals) / decimals;

const reasonsMax = 3;

/** The heaviest parts, each with its share of the sum of all. */
export function heaviest(parts: readonly Part[]): RiskReason[] {
  const total = parts.reduce((sum, { points }) => sum + points, 0);
  return parts
    .filter(({ points }) => points >= reasonLeast)
    .sort((one, other) => other.points - one.points)
    .slice(0, reasonsMax)
    .map(({ code, points, text }) => ({ code, weight: rounded(points / total), text }));
}

const assessors = new WeakMap<FraudRules, string>();

/** The rules with their version, and a digest of their settings, which change at run time. */
function assessorOf(rules: FraudRules): string {
  const known = assessors.get(rules);
  if (known !== undefined) return known;
  const digest = inputHash(rules).slice(0, digestCharacters);
  const assessor = `rules-${rulesVersion}+${digest}`;
  assessors.set(rules, assessor);
  return assessor;
}

/** Scores an order whose payment is authorised. Only reads what is given, and never fails. */
export function assessRisk(
  order: AssessedOrder,
  isSignalled: boolean,
  rules: FraudRules,
): AssessedRisk {
  const parts = partsOf(order, isSignalled, rules);
  const total = parts.reduce((sum, { points }) => sum + points, 0);
  const reasons = heaviest(parts);
  const assessment = {
    score: rounded(Math.min(1, total)),
    reasons,
    assessor: assessorOf(rules),
    assessedAt: new Date().toISOString(),
  };
  return { facts: order.risk?.facts ?? unknown, assessment };
}
