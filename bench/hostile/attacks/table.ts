import type { GraphQLSchema } from 'graphql';
import type { OperationLimits } from '../../../gateway/limits';
import { randomOperation } from '../operations/random-operation';
import type { Asker } from '../operations/roots';
import { accountAttacks } from './accounts';
import { type Attack, post } from './attack';
import { documentAttacks } from './documents';
import { listAttacks } from './lists';
import { requestAttacks } from './requests';
import { textAttacks } from './texts';

const everybody: readonly Asker[] = [
  'NOBODY',
  'CUSTOMER',
  'CUSTOMER',
  'PARTNER',
  'SUPPORT',
  'WAREHOUSE',
  'ADMIN',
];

/** Valid operations, as large as the limits allow. */
const randomOperations = (schema: GraphQLSchema, limits: OperationLimits): Attack => ({
  name: 'random operations',
  askers: everybody,
  request: ({ random, known, account }) => {
    const asker = account?.role ?? 'NOBODY';
    const { query, variables } = randomOperation({ schema, random, known, asker, limits });
    return post(query, variables);
  },
});

/** All attacks that send requests. */
export const attacksOn = (schema: GraphQLSchema, limits: OperationLimits): readonly Attack[] => [
  randomOperations(schema, limits),
  ...documentAttacks,
  ...listAttacks,
  ...textAttacks,
  ...accountAttacks,
  ...requestAttacks,
];
