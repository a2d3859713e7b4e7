import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';
import { ReviewCountOperation } from './review-count';

/** The operations that other services and the commands call; no client of the gateway can. */
export const internalOperations = [ReviewCountOperation];

/** Which service needs which field; others are refused. */
export const internalCallers = {
  Query: {
    reviewCount: ['cli'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
