import { Field } from 'type-graphql';
import { PlainType } from '../../../platform/graphql/plain-type';
import { TotpEnrolment } from './second-factor';

@PlainType('The second factor of an account that the operator has created. Shown this once.')
export class NewAdministrator extends TotpEnrolment {
  @Field(() => [String], {
    description: 'Ten recovery codes for when the authenticator app is lost; each works once.',
  })
  recoveryCodes: string[];
}
