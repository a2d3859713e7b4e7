import type { OrderAction } from '../../../generated/documents';
import type { OrderActionProps } from './confirmation';
import { DeliverDialog } from './deliver-dialog';
import { ReasonDialog } from './reason-dialog';
import { RefundDialog } from './refund-dialog';
import { ShipDialog } from './ship-dialog';

export function ActionDialog({
  action,
  ...props
}: OrderActionProps & { readonly action: OrderAction }) {
  switch (action) {
    case 'SHIP':
      return <ShipDialog {...props} />;
    case 'DELIVER':
      return <DeliverDialog {...props} />;
    case 'REFUND':
      return <RefundDialog {...props} />;
    default:
      return <ReasonDialog action={action} {...props} />;
  }
}
