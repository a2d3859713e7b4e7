import { NotFoundError } from '../../../platform/graphql/errors';
import { type OutcomeOf, outcomeUnion } from '../../../platform/graphql/outcome-union';
import type { ApiKeyRow } from '../store/api-keys';
import { ApiKey } from './api-key';

export const RevokeApiKeyResult = outcomeUnion(
  'RevokeApiKeyResult',
  'The revoked key, or an error if there is no such key.',
  ApiKey,
  [NotFoundError],
);
export type RevokeApiKeyResult = OutcomeOf<typeof RevokeApiKeyResult, ApiKeyRow>;
