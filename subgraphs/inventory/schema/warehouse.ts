import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { CountryCode } from '../../../platform/graphql/scalars';
import type { Warehouse as WarehouseRow } from '../../../prisma/inventory/generated/client';

@ObjectType({ simpleResolvers: true, description: 'A place where stock is kept.' })
@Directive('@key(fields: "code")')
export class Warehouse implements WarehouseRow {
  @Field(() => ID, { description: 'Short and stable, e.g. BER.' })
  code: string;

  @Field(() => String)
  name: string;

  @Field(() => CountryCode)
  country: string;
}
