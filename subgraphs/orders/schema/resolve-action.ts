import { describeEnum } from '../../../platform/graphql/describe-enum';

export const ResolveAction = { RETRY: 'RETRY', UNDO: 'UNDO' } as const;
export type ResolveAction = (typeof ResolveAction)[keyof typeof ResolveAction];

describeEnum(
  ResolveAction,
  'ResolveAction',
  'What to do with a failed step that an order waits on.',
  {
    RETRY: 'Run the failed step again.',
    UNDO: 'Cancel an order that is still PENDING, or give up a step that was refused for good. Anything else is an OrderStateError.',
  },
);
