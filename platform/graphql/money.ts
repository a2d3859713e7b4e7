import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
import { decimalFromMinor } from '../values/money';
import { Currency, Decimal } from './scalars';

@ObjectType({ simpleResolvers: true })
@Directive('@shareable')
export class Money {
  @Field(() => Decimal)
  readonly amount: string;

  @Field(() => Currency)
  readonly currency: string;

  constructor(minor: bigint, currency: string) {
    this.amount = decimalFromMinor(minor, currency);
    this.currency = currency;
  }
}
