import type { ActionKey } from '../../../api/action-key';
import type { OrderAction } from '../../../generated/documents';
import type { OrderActionProps } from './confirmation';
import { DeliverDialog } from './deliver-dialog';
import { ReasonDialog } from './reason-dialog';
import { RefundDialog } from './refund-dialog';
import { ShipDialog } from './ship-dialog';

interface ActionDialogProps extends OrderActionProps {
  readonly action: OrderAction;
  readonly actionKeys: { readonly [Action in 'SHIP' | 'REFUND']: ActionKey };
}

export function ActionDialog({ action, actionKeys, ...props }: ActionDialogProps) {
  switch (action) {
    case 'SHIP':
      return <ShipDialog {...props} actionKey={actionKeys.SHIP} />;
    case 'DELIVER':
      return <DeliverDialog {...props} />;
    case 'REFUND':
      return <RefundDialog {...props} actionKey={actionKeys.REFUND} />;
    default:
      return <ReasonDialog action={action} {...props} />;
  }
}
