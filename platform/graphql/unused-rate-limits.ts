import type { FieldRateLimits } from './rate-limit';

const refuse = (): never => {
  throw new Error('This process serves no public schema.');
};

/** The limits of a command, which composes a room for its internal schema. */
export const unusedRateLimits: FieldRateLimits = {
  get typeDefs() {
    return refuse();
  },
  apply: refuse,
};
