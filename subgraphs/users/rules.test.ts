import { type GraphQLSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federatedSchema } from '../../platform/graphql/federated-schema';
import { internalSchema } from '../../platform/graphql/internal-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { internalOperations, internalRules } from './internal';
import { operations } from './operations';
import { references } from './references';
import { rules } from './rules';

/** Federation's own fields, which serve the gateway. */
const federationFields = ['_service', '_entities'];

function rootFields(schema: GraphQLSchema): Record<string, string[]> {
  const types = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
  return Object.fromEntries(
    types.map(({ name, getFields }) => [
      name,
      Object.keys(getFields.call(schema.getType(name)))
        .filter((field) => !federationFields.includes(field))
        .sort(),
    ]),
  );
}

const named = (table: Record<string, object>) =>
  Object.fromEntries(
    Object.entries(table).map(([type, fields]) => [type, Object.keys(fields).sort()]),
  );

describe('the rules of users', () => {
  it('name every root field, and none that is not there', () => {
    const rateLimits = fieldRateLimits(null, {});
    const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
    const { Query, Mutation } = named(rules);
    expect({ Query, Mutation }).toEqual(rootFields(schema));
  });

  it('name every field of an account that a key may not read: all but id and roles', () => {
    const rateLimits = fieldRateLimits(null, {});
    const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
    const user = schema.getType('User');
    const fields = isObjectType(user) ? Object.keys(user.getFields()) : [];
    expect([...Object.keys(rules.User), 'id', 'roles'].sort()).toEqual(fields.sort());
  });

  it('name every root field of the internal schema', () => {
    expect(named(internalRules)).toEqual(
      rootFields(internalSchema(internalOperations, internalRules)),
    );
  });
});
