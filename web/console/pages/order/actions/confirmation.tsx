import { type ReactNode, useState } from 'react';
import type { AnyVariables } from 'urql';
import type { ActionKey } from '../../../api/action-key';
import type { Refusal } from '../../../api/outcome';
import type { Operation } from '../../../api/typed-document';
import type { OrderAction, OrderDetailFragment } from '../../../generated/documents';
import { useFormats, useTexts } from '../../../texts/texts';
import { Button } from '../../../ui/button';
import { Confirm } from '../../../ui/confirm';
import { Notice } from '../../../ui/notice';
import { type Difference, differencesOf } from '../differences';

export interface OrderActionProps {
  /** The order as it is now, live. */
  readonly order: OrderDetailFragment;
  readonly onClose: () => void;
  readonly onReload: () => void;
}

export interface KeyedActionProps extends OrderActionProps {
  readonly actionKey: ActionKey;
}

interface ConfirmationProps<Data, Variables> extends OrderActionProps {
  readonly action: OrderAction;
  readonly actionKey?: ActionKey;
  readonly operation: Operation<Data, Variables>;
  /** @param expectedVersion the version that the viewer has seen. */
  readonly variables: (expectedVersion: number) => Variables;
  readonly sentence: string;
  readonly isWide?: boolean;
  /** False while something is missing that the viewer has to choose. */
  readonly isReady?: boolean;
  readonly children: ReactNode;
}

/** Whether the order is another one than the viewer has seen. */
const isOutdated = ({ code }: Refusal): boolean =>
  code === 'CONFLICT' || code === 'IDEMPOTENCY_KEY_REUSED';

const isDangerous = (action: OrderAction): boolean =>
  action === 'CANCEL' || action === 'REJECT' || action === 'UNDO';

/**
 * Confirms an action on the order as the viewer has seen it: if it changed since, the API refuses,
 * and the difference is shown before the next attempt.
 */
export function Confirmation<Data extends object, Variables extends AnyVariables>(
  props: ConfirmationProps<Data, Variables>,
) {
  const { action, order, sentence, isWide, isReady = true, onClose, onReload } = props;
  const t = useTexts();
  const formats = useFormats();
  const [seen, setSeen] = useState(order);
  const differences = differencesOf(seen, order, t, formats);
  const { name, done } = t.orderActions[action];
  return (
    <Confirm
      // The refusal of what was seen before is settled.
      key={seen.version}
      operation={props.operation}
      actionKey={props.actionKey}
      variables={() => props.variables(seen.version)}
      title={name}
      sentence={sentence}
      dismiss={action === 'CANCEL' ? t.order.keep : undefined}
      done={done}
      isDangerous={isDangerous(action)}
      isWide={isWide}
      isReady={isReady && differences.length === 0}
      onClose={onClose}
      onRefused={(refusal) => isOutdated(refusal) && onReload()}
    >
      {differences.length > 0 && (
        <Differences differences={differences} onAccept={() => setSeen(order)} />
      )}
      {props.children}
    </Confirm>
  );
}

interface DifferencesProps {
  readonly differences: readonly Difference[];
  readonly onAccept: () => void;
}

function Differences({ differences, onAccept }: DifferencesProps) {
  const t = useTexts();
  return (
    <Notice
      tone="warn"
      title={t.order.conflict}
      actions={<Button onClick={onAccept}>{t.order.acceptChange}</Button>}
    >
      <dl className="mt-1">
        {differences.map(({ name, before, after }) => (
          <div key={name} className="flex flex-wrap gap-x-2">
            <dt className="text-soft">{name}</dt>
            <dd>
              <del>{before}</del> → <ins className="no-underline">{after}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </Notice>
  );
}
