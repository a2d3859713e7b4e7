import type { ReferenceResolver } from '../../platform/graphql/federated-schema';
import type { UsersContext } from './context';
import { visibleAccount } from './visibility';

/** Federation's side door: the gateway asks for entities by key, and the viewer counts here too. */
export const references: Record<string, ReferenceResolver<UsersContext>> = {
  User: async ({ id }, { loaders, viewer }) =>
    visibleAccount(await loaders.accountById.load(String(id)), viewer),
};
