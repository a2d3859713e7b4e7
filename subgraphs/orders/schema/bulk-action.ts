import { Field, ID, Int } from 'type-graphql';
import { connectionOf, edgeOf } from '../../../platform/graphql/connection-types';
import { describeEnum } from '../../../platform/graphql/describe-enum';
import { PlainType } from '../../../platform/graphql/plain-type';
import { DateTime } from '../../../platform/graphql/scalars';
import { BulkItemState, BulkOrderAction } from '../../../prisma/orders/generated/enums';
import type { BulkActionItemRow, BulkActionRow } from '../store/bulk-actions';

export { BulkItemState, BulkOrderAction };

describeEnum(
  BulkOrderAction,
  'BulkOrderAction',
  'The action that a bulk action takes on each of its orders.',
  {
    CANCEL: 'Cancels it, or its unshipped rest, as `cancelOrder` does.',
    DELIVER:
      'Records that all its shipments arrived, as `deliverOrder` does. Fails if one left after the start.',
    APPROVE: 'Approves it in review, as `reviewOrder` does.',
    REJECT: 'Rejects it in review, as `reviewOrder` does.',
  },
);

describeEnum(BulkItemState, 'BulkItemState', 'The result of a bulk action for one order.', {
  PENDING: 'The action has not been tried yet, or will be tried again.',
  SUCCEEDED: 'The action took effect, or had done so before.',
  FAILED: 'The action was refused or failed; `code` and `message` say why.',
});

export const BulkActionState = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  STOPPED: 'STOPPED',
  FINISHED: 'FINISHED',
} as const;

describeEnum(
  BulkActionState,
  'BulkActionState',
  'State of a bulk action: QUEUED → RUNNING → FINISHED, or STOPPED by a person.',
  {
    QUEUED: 'Waits for a worker to begin.',
    RUNNING: 'A worker acts on the orders; a crash only delays the rest.',
    STOPPED: 'Stopped by `stopBulkAction`; the remaining orders stay as they are.',
    FINISHED: 'Every order has its result.',
  },
);

@PlainType('One order of a bulk action, and its result.')
export class BulkActionItem implements Pick<BulkActionItemRow, 'state' | 'code' | 'message'> {
  @Field(() => BulkItemState, { description: 'The result of the action for this order.' })
  state: BulkItemState;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the error, e.g. `ORDER_STATE`. Null unless an attempt failed.',
  })
  code: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The error in English, for people. Null unless an attempt failed.',
  })
  message: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the order got its result; null while it is PENDING.',
  })
  finishedAt: Date | null;
}

@PlainType('An order of a bulk action and its position.')
export class BulkActionItemEdge extends edgeOf(() => BulkActionItem) {}

@PlainType('One page of the orders of a bulk action.')
export class BulkActionItemConnection extends connectionOf(BulkActionItemEdge) {}

type PublicColumn = 'id' | 'action' | 'reason' | 'total' | 'succeeded' | 'failed';

@PlainType(
  'One action on many orders, done in the background for the person who started it. Visible to that person and ADMIN; kept for 90 days.',
)
export class BulkAction implements Pick<BulkActionRow, PublicColumn> {
  @Field(() => ID, { description: 'Id of the bulk action; it never changes.' })
  id: string;

  @Field(() => BulkOrderAction, { description: 'What is done with each order.' })
  action: BulkOrderAction;

  @Field(() => String, { description: 'Why, as given at the start; the note of each order.' })
  reason: string;

  @Field(() => Int, { description: 'Number of its orders, fixed at the start.' })
  total: number;

  @Field(() => Int, { description: 'Number of orders on which the action took effect so far.' })
  succeeded: number;

  @Field(() => Int, { description: 'Number of orders on which the action failed so far.' })
  failed: number;

  @Field(() => DateTime, { description: 'When the bulk action was started by `startBulkAction`.' })
  createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When a worker began with the first order; null before.',
  })
  startedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When a person stopped the bulk action; null if nobody did.',
  })
  stoppedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the last order got its result; null until then.',
  })
  finishedAt: Date | null;
}

@PlainType('A bulk action and its position in the list.')
export class BulkActionEdge extends edgeOf(() => BulkAction) {}

@PlainType('One page of bulk actions, newest first.')
export class BulkActionConnection extends connectionOf(BulkActionEdge) {}
