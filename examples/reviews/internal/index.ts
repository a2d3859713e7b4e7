import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';
import { ReviewCountOperation } from './review-count';

/** What other services may ask of reviews. Not composed: no client of the gateway gets here. */
export const internalOperations = [ReviewCountOperation];

/** Which service needs which field; others are refused. */
export const internalCallers = {
  Query: {
    reviewCount: ['cli'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
