import { useState } from 'react';
import type { AnyVariables } from 'urql';
import { useAction } from '../../../api/hooks';
import type { Failure } from '../../../api/outcome';
import type { Operation } from '../../../api/typed-document';
import type { OrderAction, OrderDetailFragment } from '../../../generated/documents';
import { useFormats, useTexts } from '../../../texts/texts';
import { announce } from '../../../ui/announcer';
import { type Difference, differencesOf } from '../differences';

export interface OrderActionProps {
  /** The order as it is now, live. */
  readonly order: OrderDetailFragment;
  readonly onClose: () => void;
  readonly onReload: () => void;
}

export interface OrderCommand<Variables> {
  readonly isRunning: boolean;
  readonly failure: Failure | null;
  /** The version that the viewer has seen. */
  readonly expectedVersion: number;
  /** What others changed since. */
  readonly differences: readonly Difference[];
  readonly acceptDifferences: () => void;
  readonly run: (variables: Variables) => Promise<void>;
}

/**
 * Runs an action on the order as the viewer has seen it: if it changed since, the API refuses, and
 * the difference is shown before the next attempt.
 */
export function useOrderAction<Data extends object, Variables extends AnyVariables>(
  action: OrderAction,
  operation: Operation<Data, Variables>,
  { order, onClose, onReload }: OrderActionProps,
): OrderCommand<Variables> {
  const t = useTexts();
  const formats = useFormats();
  const [seen, setSeen] = useState(order);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { isRunning, run: send } = useAction(operation);
  const run = async (variables: Variables) => {
    setFailure(null);
    const outcome = await send(variables);
    if (outcome.kind === 'done') {
      announce(t.orderActions[action].done);
      onClose();
      return;
    }
    if (outcome.kind === 'refused' && outcome.refusal.code === 'CONFLICT') onReload();
    setFailure(outcome);
  };
  return {
    isRunning,
    failure,
    expectedVersion: seen.version,
    differences: differencesOf(seen, order, t, formats),
    acceptDifferences: () => {
      setSeen(order);
      setFailure(null);
    },
    run,
  };
}
