import { registerEnumType } from 'type-graphql';

export const ResolveAction = { RETRY: 'RETRY', UNDO: 'UNDO' } as const;
export type ResolveAction = (typeof ResolveAction)[keyof typeof ResolveAction];

registerEnumType(ResolveAction, {
  name: 'ResolveAction',
  description: `\
RETRY runs the step that the order waits on again. UNDO cancels an order that is not decided yet, and
gives a step up that was refused for good; of any other step it is not certain that it had no effect.`,
});
