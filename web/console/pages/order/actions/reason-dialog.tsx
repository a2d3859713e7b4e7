import { useState } from 'react';
import {
  CancelOrderDocument,
  type OrderAction,
  ResolveOrderDocument,
  ReviewOrderDocument,
} from '../../../generated/documents';
import { useFormats, useTexts } from '../../../texts/texts';
import { ReasonField } from '../../../ui/form';
import { Confirmation } from './confirmation';
import { type OrderActionProps, useOrderAction } from './use-order-action';

type ReasonAction = Exclude<OrderAction, 'SHIP' | 'DELIVER' | 'REFUND'>;

/** Confirms what needs nothing but a reason: cancel, review and resolve. */
export function ReasonDialog(props: OrderActionProps & { readonly action: ReasonAction }) {
  const { action, order, onClose } = props;
  const t = useTexts();
  const formats = useFormats();
  const [reason, setReason] = useState('');
  const cancel = useOrderAction(action, CancelOrderDocument, props);
  const review = useOrderAction(action, ReviewOrderDocument, props);
  const resolve = useOrderAction(action, ResolveOrderDocument, props);
  const submit = {
    CANCEL: () => cancel.run({ ...target(cancel), reason }),
    APPROVE: () => review.run({ ...target(review), approve: true, note: reason }),
    REJECT: () => review.run({ ...target(review), approve: false, note: reason }),
    RETRY: () => resolve.run({ ...target(resolve), action: 'RETRY', note: reason }),
    UNDO: () => resolve.run({ ...target(resolve), action: 'UNDO', note: reason }),
  } as const satisfies Readonly<Record<ReasonAction, () => Promise<void>>>;
  function target({ expectedVersion }: { readonly expectedVersion: number }) {
    return { id: order.id, expectedVersion };
  }
  const command = {
    CANCEL: cancel,
    APPROVE: review,
    REJECT: review,
    RETRY: resolve,
    UNDO: resolve,
  };
  return (
    <Confirmation
      action={action}
      sentence={t.orderActions[action].sentence(order.number, formats.money(order.total))}
      command={command[action]}
      onClose={onClose}
      onSubmit={submit[action]}
    >
      <ReasonField
        name={action === 'CANCEL' ? 'reason' : 'note'}
        hint={t.orderActions.reasonHint}
        value={reason}
        onChange={setReason}
      />
    </Confirmation>
  );
}
