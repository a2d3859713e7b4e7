import { textProblem } from '../../../platform/values/text';
import type { Problem } from './account';

const reasonCharactersMax = 500;

/** Validates the reason for locking or unlocking an account. */
export function lockReasonProblems(reason: string): Problem[] {
  const rule = { charactersMax: reasonCharactersMax, isMultiline: true };
  const message = textProblem(reason, rule);
  return message === null ? [] : [{ path: ['reason'], message }];
}
