import { NotFoundError, ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { ApiKeyCreated } from './api-key';

export const RotateApiKeyResult = outcomeUnion(
  'RotateApiKeyResult',
  'The key with its new secret, or why it was not rotated.',
  ApiKeyCreated,
  [NotFoundError, ValidationError],
);
export type RotateApiKeyResult = OutcomeOf<typeof RotateApiKeyResult, ApiKeyCreated>;
