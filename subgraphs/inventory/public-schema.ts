import { federatedSchema } from '../../platform/graphql/federated-schema';
import * as operations from './operations';
import { references } from './references';
import { rules } from './rules';
import { orphanedTypes } from './schema/orphaned-types';

/** The schema that clients reach, loaded by a process that serves it. */
export const publicSchema = federatedSchema({
  resolvers: operations,
  orphanedTypes,
  references,
  rules,
});
