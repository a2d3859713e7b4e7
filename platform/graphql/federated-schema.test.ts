import { graphql } from 'graphql';
import { Field, FieldResolver, Mutation, Query, Resolver } from 'type-graphql';
import { expect, test } from 'vitest';
import { accessRules, everyone } from '../auth/rules';
import { federatedSchema } from './federated-schema';
import { internalSchema, type Rules } from './internal-schema';
import { PlainType } from './plain-type';
import { fieldRateLimits } from './rate-limit';

@PlainType()
class Shelf {
  @Field(() => String)
  name = 'first';
}

@Resolver(() => Shelf)
class ShelfOperation {
  @Query(() => Shelf)
  shelf(): Shelf {
    return new Shelf();
  }

  @Query(() => Shelf, { nullable: true })
  forgotten(): Shelf {
    return new Shelf();
  }

  @Mutation(() => Shelf, { nullable: true })
  alsoForgotten(): Shelf {
    return new Shelf();
  }

  @FieldResolver(() => String, { nullable: true })
  secret(): string {
    return 'for people';
  }
}

const { person } = accessRules({ roles: [], scopes: [] });
const rules = { Query: { shelf: everyone }, Shelf: { secret: person } } as Rules;

const schemas = {
  public: () =>
    federatedSchema({
      resolvers: { ShelfOperation },
      references: {},
      rules,
    })(fieldRateLimits(null, {})),
  internal: internalSchema({ ShelfOperation }, rules),
};

test.each(Object.entries(schemas))('the %s schema refuses what no rule names', async (_, made) => {
  const schema = made();
  const ask = async (source: string) => {
    const contextValue = { viewer: { kind: 'anonymous', address: '' } };
    const { data, errors = [] } = await graphql({ schema, source, contextValue });
    return { data, codes: errors.map(({ extensions }) => extensions.code) };
  };
  expect(await ask('{ forgotten { name } }')).toEqual({
    data: { forgotten: null },
    codes: ['FORBIDDEN'],
  });
  expect(await ask('mutation { alsoForgotten { name } }')).toEqual({
    data: { alsoForgotten: null },
    codes: ['FORBIDDEN'],
  });
  // A field of an object that its reader may see needs no rule; one that has a rule obeys it.
  expect(await ask('{ shelf { name secret } }')).toEqual({
    data: { shelf: { name: 'first', secret: null } },
    codes: ['UNAUTHENTICATED'],
  });
});
