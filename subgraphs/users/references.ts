import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import type { UsersContext } from './context';
import { visibleAccount } from './visibility';

/** Resolves federation entities by key, with the same permissions as operations. */
export const references: Record<string, ReferenceResolver<UsersContext>> = {
  User: async ({ id }, { loaders, viewer }) =>
    visibleAccount(await loaders.accountById.load(String(id)), viewer),
};
