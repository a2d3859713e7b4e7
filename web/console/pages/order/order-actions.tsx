import { Suspense, useMemo, useState } from 'react';
import { useActionKey } from '../../api/action-key';
import { useOfferedCommands } from '../../app/page-commands';
import type { OrderAction, OrderDetailFragment } from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { Button, type ButtonKind } from '../../ui/button';
import { Dialog, DialogButtons } from '../../ui/dialog';
import { lazyPart } from '../../ui/lazy-part';

const ActionDialog = lazyPart(() => import('./actions/action-dialog'), 'ActionDialog');

/** The actions in the order in which they are offered; the first allowed one is the main one. */
const actions: readonly OrderAction[] = [
  'RETRY',
  'APPROVE',
  'SHIP',
  'DELIVER',
  'REFUND',
  'REJECT',
  'UNDO',
  'CANCEL',
];

const kindOf = (action: OrderAction, isFirst: boolean): ButtonKind =>
  isFirst && !['REJECT', 'UNDO', 'CANCEL'].includes(action) ? 'primary' : 'plain';

interface OrderActionsProps {
  readonly order: OrderDetailFragment;
  readonly onReload: () => void;
}

/** The actions that the API allows now; the others with the reason why not. */
export function OrderActions({ order, onReload }: OrderActionsProps) {
  const t = useTexts();
  const [open, setOpen] = useState<OrderAction | 'refused' | null>(null);
  const actionKeys = { SHIP: useActionKey(), REFUND: useActionKey() };
  const allowed = useMemo(
    () => actions.filter((action) => order.allowedActions.includes(action)),
    [order.allowedActions],
  );
  const commands = useMemo(
    () =>
      allowed.map((action) => ({
        id: `order-action-${action}`,
        title: t.orderActions[action].name,
        hint: order.number,
        run: () => setOpen(action),
      })),
    [allowed, order.number, t],
  );
  useOfferedCommands(commands);
  const close = () => setOpen(null);
  return (
    <>
      {allowed.map((action, index) => (
        <Button key={action} kind={kindOf(action, index === 0)} onClick={() => setOpen(action)}>
          {t.orderActions[action].name}
        </Button>
      ))}
      {order.refusedActions.length > 0 && (
        <Button kind="quiet" onClick={() => setOpen('refused')}>
          {t.order.refusedActions}
        </Button>
      )}
      {open === 'refused' && <RefusedActions order={order} onClose={close} />}
      <Suspense>
        {open !== null && open !== 'refused' && (
          <ActionDialog
            action={open}
            actionKeys={actionKeys}
            order={order}
            onClose={close}
            onReload={onReload}
          />
        )}
      </Suspense>
    </>
  );
}

interface RefusedActionsProps {
  readonly order: OrderDetailFragment;
  readonly onClose: () => void;
}

function RefusedActions({ order, onClose }: RefusedActionsProps) {
  const t = useTexts();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.order.refusedActions}
      description={t.order.refusedLead}
    >
      <ul className="flex flex-col gap-3">
        {order.refusedActions.map(({ action, reason }) => (
          <li key={action} className="grid grid-cols-[8.5rem_1fr] items-center gap-3">
            <Button disabled tabIndex={-1}>
              {t.orderActions[action]?.name ?? action}
            </Button>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
      <DialogButtons onClose={onClose}>{null}</DialogButtons>
    </Dialog>
  );
}
