import { ValidationError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import { ApiKeyCreated } from './api-key';

export const CreateApiKeyResult = outcomeUnion(
  'CreateApiKeyResult',
  'The new key with its secret, or why it was not created.',
  ApiKeyCreated,
  [ValidationError],
);
export type CreateApiKeyResult = OutcomeOf<typeof CreateApiKeyResult, ApiKeyCreated>;
