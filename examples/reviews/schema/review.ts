import { Directive, Field, ID, Int } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { headlineOf } from '../domain/headline';
import type { ReviewRow } from '../store/reviews';
import { Product } from './product-stub';

@PlainType('What a customer says about a product.')
@Directive('@key(fields: "id")')
export class Review {
  @Field(() => ID, { description: 'Identifies the review; a UUID.' })
  id: string;

  @Field(() => Int, { description: 'Number of stars, from 1 (worst) to 5 (best).' })
  stars: number;

  @Field(() => String, { description: 'What the customer wrote, as plain text.' })
  text: string;

  @Field(() => String, { description: 'First sentence of the text, at most 80 characters.' })
  headline: string;

  @Field(() => Product, {
    nullable: true,
    description: 'The product it is about; null when the viewer may not see that product.',
  })
  product: Product | null;
}

export const reviewOf = ({ id, sku, stars, text }: ReviewRow): Review => ({
  id,
  stars,
  text,
  headline: headlineOf(text),
  product: { sku },
});
