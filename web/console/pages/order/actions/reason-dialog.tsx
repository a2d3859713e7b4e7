import { useState } from 'react';
import {
  CancelOrderDocument,
  type OrderAction,
  ResolveOrderDocument,
  ReviewOrderDocument,
} from '../../../generated/documents';
import { useFormats, useTexts } from '../../../texts/texts';
import { ReasonField } from '../../../ui/form';
import { Confirmation, type OrderActionProps } from './confirmation';

interface ReasonDialogProps extends OrderActionProps {
  readonly action: Exclude<OrderAction, 'SHIP' | 'DELIVER' | 'REFUND'>;
}

/** Confirms what needs nothing but a reason: cancel, review and resolve. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { action, order } = props;
  const { id } = order;
  const t = useTexts();
  const { money } = useFormats();
  const [reason, setReason] = useState('');
  const common = {
    ...props,
    sentence: t.orderActions[action].sentence(order.number, money(order.total)),
    children: (
      <ReasonField
        name={action === 'CANCEL' ? 'reason' : 'note'}
        hint={t.orderActions.reasonHint}
        value={reason}
        onChange={setReason}
      />
    ),
  };
  switch (action) {
    case 'CANCEL':
      return (
        <Confirmation
          {...common}
          operation={CancelOrderDocument}
          variables={(expectedVersion) => ({ id, expectedVersion, reason })}
        />
      );
    case 'APPROVE':
    case 'REJECT': {
      const approve = action === 'APPROVE';
      return (
        <Confirmation
          {...common}
          operation={ReviewOrderDocument}
          variables={(expectedVersion) => ({ id, expectedVersion, approve, note: reason })}
        />
      );
    }
    default:
      return (
        <Confirmation
          {...common}
          operation={ResolveOrderDocument}
          variables={(expectedVersion) => ({ id, expectedVersion, action, note: reason })}
        />
      );
  }
}
