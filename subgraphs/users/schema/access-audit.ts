import { Field, ID, Int } from 'type-graphql';
import type { Role as RoleName, Scope as ScopeName } from '../../../access/roles';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';

@PlainType('An account with a staff role.')
export class StaffAccess {
  @Field(() => ID)
  userId: string;

  @Field(() => String)
  email: string;

  @Field(() => [String])
  roles: RoleName[];

  @Field(() => DateTime, { description: 'When its roles were last assigned.' })
  since: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the last sign-in. Null if none is known.',
  })
  lastSignInAt: Date | null;

  @Field(() => Boolean)
  hasSecondFactor: boolean;

  @Field(() => Boolean)
  isLocked: boolean;
}

@PlainType('An API key that nobody uses.')
export class IdleKey {
  @Field(() => ID)
  keyId: string;

  @Field(() => ID)
  userId: string;

  @Field(() => String)
  name: string;

  @Field(() => [String])
  scopes: ScopeName[];

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'Null if it was never used.' })
  lastUsedAt: Date | null;
}

@PlainType('Many failed sign-ins within an hour.')
export class FailedSignIns {
  @Field(() => String, { description: 'The account, or `User:unknown` for all without one.' })
  subject: string;

  @Field(() => DateTime)
  hour: Date;

  @Field(() => Int)
  failures: number;
}

@PlainType('A refresh token that was presented twice.')
export class ReusedToken {
  @Field(() => String)
  subject: string;

  @Field(() => DateTime)
  at: Date;
}

@PlainType('An address that is new for an API key.')
export class NewKeyAddress {
  @Field(() => ID)
  keyId: string;

  @Field(() => ID)
  userId: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  address: string;

  @Field(() => DateTime)
  firstSeenAt: Date;
}

@PlainType('The accounts and keys that have access, and signs of access that nobody should have.')
export class AccessAudit {
  @Field(() => [StaffAccess])
  staff: StaffAccess[];

  @Field(() => [IdleKey])
  idleKeys: IdleKey[];

  @Field(() => [FailedSignIns])
  failedSignIns: FailedSignIns[];

  @Field(() => [ReusedToken])
  reusedTokens: ReusedToken[];

  @Field(() => [NewKeyAddress])
  newKeyAddresses: NewKeyAddress[];
}
