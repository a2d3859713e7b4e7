import { useState } from 'react';
import { ShipOrderDocument } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { TextField, useText } from '../../../ui/form';
import { all, ChoiceField, useChoice } from './choice';
import { Confirmation, type KeyedActionProps } from './confirmation';
import { parcelOf, unitsIn, warehousesOf } from './parcel';
import { Quantities } from './quantities';

/** Records a parcel: everything that is left, unless the viewer says otherwise. */
export function ShipDialog(props: KeyedActionProps) {
  const { order, actionKey } = props;
  const t = useTexts();
  const warehouse = useChoice(warehousesOf(order));
  const [entered, setEntered] = useState(unitsIn(order, all));
  const { offered, quantities, isPartial, input } = parcelOf(order, warehouse.value, entered);
  const carrier = useText();
  const trackingCode = useText();
  return (
    <Confirmation
      {...props}
      action="SHIP"
      operation={ShipOrderDocument}
      variables={(expectedVersion) => ({
        input: {
          orderId: order.id,
          carrier: carrier.value,
          trackingCode: trackingCode.value,
          idempotencyKey: actionKey.idempotencyKey,
          expectedVersion,
          ...input,
        },
      })}
      sentence={t.orderActions.SHIP.sentence(order.number, isPartial)}
      isReady={!warehouse.hasGone}
      isWide
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="carrier" label={t.orderActions.carrier} maxLength={100} {...carrier} />
        <TextField
          name="trackingCode"
          label={t.orderActions.trackingCode}
          maxLength={100}
          {...trackingCode}
        />
      </div>
      <ChoiceField
        choice={warehouse}
        label={t.products.warehouse}
        hint={t.orderActions.warehouseHint}
        nameOfAll={t.orderActions.anyWarehouse}
        goneBecause={t.orderActions.warehouseEmpty}
        onChange={(code) => setEntered(unitsIn(order, code))}
      />
      <Quantities
        legend={t.orderActions.unitsToShip}
        lines={offered}
        values={quantities}
        onChange={(sku, quantity) => setEntered({ ...entered, [sku]: quantity })}
      />
    </Confirmation>
  );
}
