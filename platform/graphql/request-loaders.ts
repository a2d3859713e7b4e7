import { defaultFieldResolver, type GraphQLSchema } from 'graphql';

const createKey = Symbol('create loaders');
const isUsedKey = Symbol('loaders used by a mutation');

interface LoadingContext {
  loaders?: unknown;
  [createKey]?: () => unknown;
  [isUsedKey]?: boolean;
}

/**
 * The loaders of a request, to be spread into its context. Each further mutation of the request gets
 * new ones: what the first ones have read may have been changed since.
 */
export const requestLoaders = <Loaders>(create: () => Loaders): { readonly loaders: Loaders } => {
  const made: { readonly loaders: Loaders } & LoadingContext = { loaders: create() };
  made[createKey] = create;
  return made;
};

function beginMutation(context: LoadingContext): void {
  const create = context[createKey];
  if (create === undefined) return;
  if (context[isUsedKey]) context.loaders = create();
  context[isUsedKey] = true;
}

/** Lets each mutation begin with loaders that have read nothing; one ends before the next begins. */
export function renewLoaders(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, args, context: LoadingContext, info) => {
      beginMutation(context);
      return resolve(source, args, context, info);
    };
  }
}
