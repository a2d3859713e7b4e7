import type { FieldRateLimits } from './rate-limit';

/** The limits of a command, which composes a room for its internal schema. */
export const unusedRateLimits: FieldRateLimits = () => {
  throw new Error('This process serves no public schema.');
};
