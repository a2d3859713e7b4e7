import { useState } from 'react';
import { type OrderDetailFragment, RefundOrderDocument } from '../../../generated/documents';
import { amountOf, subtractDecimals } from '../../../texts/decimals';
import { useFormats, useTexts } from '../../../texts/texts';
import { AmountInput, Checkbox, Field, ReasonField } from '../../../ui/form';
import { Confirmation, type KeyedActionProps } from './confirmation';
import { type CountedLine, Quantities } from './quantities';

const returnable = (order: OrderDetailFragment): CountedLine[] =>
  order.lines
    .map(({ sku, name, shippedQuantity, returnedQuantity }) => ({
      sku,
      name,
      max: shippedQuantity - returnedQuantity,
    }))
    .filter(({ max }) => max > 0);

/** What is captured and neither refunded nor on its way back. */
const refundableOf = ({ payment, refunds }: OrderDetailFragment): string =>
  refunds
    .filter(({ status }) => status === 'PENDING')
    .reduce(
      (left, { amount }) => subtractDecimals(left, amount.amount),
      subtractDecimals(payment.captured.amount, payment.refunded.amount),
    );

/** Pays captured money back, and records units that came back. */
export function RefundDialog(props: KeyedActionProps) {
  const { order, actionKey } = props;
  const t = useTexts();
  const { money } = useFormats();
  const refundable = refundableOf(order);
  const [amount, setAmount] = useState(refundable);
  const [reason, setReason] = useState('');
  const [returned, setReturned] = useState<Record<string, number>>({});
  const [restock, setRestock] = useState(false);
  const { currency } = order.payment.captured;
  return (
    <Confirmation
      {...props}
      action="REFUND"
      operation={RefundOrderDocument}
      variables={(expectedVersion) => ({
        input: {
          orderId: order.id,
          amount,
          reason,
          idempotencyKey: actionKey.idempotencyKey,
          expectedVersion,
          lines: returnable(order)
            .map(({ sku }) => ({ sku, quantity: returned[sku] ?? 0, restock }))
            .filter(({ quantity }) => quantity > 0),
        },
      })}
      sentence={t.orderActions.REFUND.sentence(
        order.number,
        money({ amount: amountOf(amount), currency }),
      )}
      isWide
    >
      <Field
        name="amount"
        label={`${t.orderActions.amount} (${currency})`}
        hint={t.orderActions.refundable(money({ amount: refundable, currency }))}
      >
        <AmountInput value={amount} onChange={setAmount} />
      </Field>
      <ReasonField hint={t.orderActions.reasonHint} value={reason} onChange={setReason} />
      <ReturnedUnits order={order} {...{ returned, setReturned, restock, setRestock }} />
    </Confirmation>
  );
}

interface ReturnedUnitsProps {
  readonly order: OrderDetailFragment;
  readonly returned: Readonly<Record<string, number>>;
  readonly setReturned: (returned: Record<string, number>) => void;
  readonly restock: boolean;
  readonly setRestock: (restock: boolean) => void;
}

function ReturnedUnits(props: ReturnedUnitsProps) {
  const { order, returned, setReturned, restock, setRestock } = props;
  const t = useTexts();
  const lines = returnable(order);
  if (lines.length === 0) return null;
  return (
    <>
      <Quantities
        legend={t.orderActions.unitsReturned}
        lines={lines}
        values={returned}
        onChange={(sku, quantity) => setReturned({ ...returned, [sku]: quantity })}
      />
      <Checkbox
        label={t.orderActions.restock}
        checked={restock}
        onChange={(event) => setRestock(event.target.checked)}
      />
    </>
  );
}
