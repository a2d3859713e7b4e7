import 'reflect-metadata';
import { Directive, Field } from 'type-graphql';
import { decimalFromMinor } from '../values/money';
import { PlainType } from './plain-type';
import { Currency, Decimal } from './scalars';

@PlainType('An amount of money in one currency.')
@Directive('@shareable')
export class Money {
  @Field(() => Decimal, {
    description: 'Decimal amount with the currency\'s number of decimals, e.g. "12.50" for EUR.',
  })
  readonly amount: string;

  @Field(() => Currency, { description: 'ISO 4217 code of the currency, e.g. EUR.' })
  readonly currency: string;

  constructor(minor: bigint, currency: string) {
    this.amount = decimalFromMinor(minor, currency);
    this.currency = currency;
  }
}
