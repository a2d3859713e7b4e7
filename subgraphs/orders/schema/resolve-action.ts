import { registerEnumType } from 'type-graphql';

export const ResolveAction = { RETRY: 'RETRY', UNDO: 'UNDO' } as const;
export type ResolveAction = (typeof ResolveAction)[keyof typeof ResolveAction];

registerEnumType(ResolveAction, {
  name: 'ResolveAction',
  description: 'What to do with a failed step that an order waits on.',
  valuesConfig: {
    RETRY: { description: 'Run the failed step again.' },
    UNDO: {
      description:
        'Cancel an order that is still PENDING, or give up a step that was refused for good. Anything else is an OrderStateError.',
    },
  },
});
