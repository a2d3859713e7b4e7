import { type InternalCallers, internalRulesOf } from '../../../platform/auth/rules';

/** Which service needs which field; others are refused. */
export const internalCallers = {
  Query: {
    reviewCount: ['cli'],
  },
} as const satisfies InternalCallers;

export const internalRules = internalRulesOf(internalCallers);
