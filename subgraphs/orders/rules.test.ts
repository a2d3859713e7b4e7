import { isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federatedSchema } from '../../platform/graphql/federated-schema';
import { internalSchema } from '../../platform/graphql/internal-schema';
import { fieldRateLimits } from '../../platform/graphql/rate-limit';
import { internalOperations, internalRules } from './internal';
import { operations } from './operations';
import { references } from './references';
import { rules } from './rules';

type Schema = ReturnType<typeof internalSchema>;

/** Federation's own fields, which serve the gateway. */
const federationFields = ['_service', '_entities'];

function rootFields(schema: Schema): Record<string, string[]> {
  const types = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
  const fieldsOf = (type: (typeof types)[number]) =>
    Object.keys(type.getFields()).filter((field) => !federationFields.includes(field));
  const fields = types.map((type) => [type.name, fieldsOf(type).sort()] as const);
  return Object.fromEntries(fields.filter(([, names]) => names.length > 0));
}

const named = (table: Record<string, object>) =>
  Object.fromEntries(Object.entries(table).map(([type, all]) => [type, Object.keys(all).sort()]));

describe('the rules of orders', () => {
  it('name every root field, and none that is not there', () => {
    const rateLimits = fieldRateLimits(null, {});
    const schema = federatedSchema({ resolvers: operations, references, rules, rateLimits });
    const { User, Product, ...roots } = rules;
    expect(named(roots)).toEqual(rootFields(schema));
    expect(named({ User, Product })).toEqual({
      User: ['orders'],
      Product: ['demandForecast', 'leadTimeDemand'],
    });
  });

  it('name every root field of the internal schema', () => {
    expect(named(internalRules)).toEqual(
      rootFields(internalSchema(internalOperations, internalRules)),
    );
  });
});
