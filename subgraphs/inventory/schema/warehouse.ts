import { Directive, Field, ID } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { CountryCode } from '../../../platform/graphql/scalars';
import type { Warehouse as WarehouseRow } from '../../../prisma/inventory/generated/client';

@PlainType(
  'A place where stock is kept and shipped from. Visible to staff, PARTNER and API keys with INVENTORY_READ.',
)
@Directive('@key(fields: "code")')
export class Warehouse implements WarehouseRow {
  @Field(() => ID, { description: 'Key of the warehouse, short and stable, e.g. BER.' })
  code: string;

  @Field(() => String, { description: 'Name of the warehouse for people.' })
  name: string;

  @Field(() => CountryCode, {
    description: 'ISO 3166-1 alpha-2 code of the country it is in, e.g. DE.',
  })
  country: string;

  @Field(() => Boolean, {
    description:
      'False if it is closed: it takes no new reservations and no goods, and its stock is not available.',
  })
  active: boolean;
}
