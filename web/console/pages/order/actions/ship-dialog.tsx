import { useState } from 'react';
import { type OrderDetailFragment, ShipOrderDocument } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { Field, Select, TextField, useText } from '../../../ui/form';
import { Confirmation, type KeyedActionProps } from './confirmation';
import { type CountedLine, Quantities } from './quantities';

const leftToShip = (order: OrderDetailFragment): CountedLine[] =>
  order.lines
    .map(({ sku, name, quantity, shippedQuantity, cancelledQuantity }) => ({
      sku,
      name,
      max: quantity - shippedQuantity - cancelledQuantity,
    }))
    .filter(({ max }) => max > 0);

/** What is left, or what of it the warehouse has. @param warehouse empty for any. */
function unitsIn(order: OrderDetailFragment, warehouse: string): Record<string, number> {
  const reserved = (order.allocations ?? []).filter((one) => one.warehouse.code === warehouse);
  const unitsOf = (sku: string) => reserved.find((one) => one.sku === sku)?.quantity ?? 0;
  const lines = leftToShip(order);
  return Object.fromEntries(lines.map(({ sku, max }) => [sku, warehouse ? unitsOf(sku) : max]));
}

/** Those to choose from: the names by their codes, if units are reserved in several. */
function warehousesOf({ allocations }: OrderDetailFragment): ReadonlyMap<string, string> {
  const names = (allocations ?? []).map(({ warehouse: { code, name } }) => [code, name] as const);
  const warehouses = new Map(names);
  return warehouses.size > 1 ? warehouses : new Map();
}

/** Records a parcel: everything that is left, unless the viewer says otherwise. */
export function ShipDialog(props: KeyedActionProps) {
  const { order, actionKey } = props;
  const t = useTexts();
  const lines = leftToShip(order);
  const warehouses = warehousesOf(order);
  const [quantities, setQuantities] = useState(unitsIn(order, ''));
  const carrier = useText();
  const trackingCode = useText();
  const [chosenWarehouse, setChosenWarehouse] = useState('');
  // The one that was chosen may have nothing left.
  const warehouse = warehouses.has(chosenWarehouse) ? chosenWarehouse : '';
  const units = unitsIn(order, warehouse);
  const offered = lines
    .map(({ sku, name }) => ({ sku, name, max: units[sku] ?? 0 }))
    .filter(({ max }) => max > 0);
  const chosen = offered
    .map(({ sku }) => ({ sku, quantity: quantities[sku] ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
  const isPartial = lines.some(({ sku, max }) => quantities[sku] !== max);
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
          ...(isPartial ? { lines: chosen } : {}),
          ...(warehouse ? { warehouse } : {}),
        },
      })}
      sentence={t.orderActions.SHIP.sentence(order.number, isPartial)}
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
      <WarehouseField
        warehouses={warehouses}
        value={warehouse}
        onChange={({ target: { value } }) => {
          setChosenWarehouse(value);
          setQuantities(unitsIn(order, value));
        }}
      />
      <Quantities
        legend={t.orderActions.unitsToShip}
        lines={offered}
        values={quantities}
        onChange={(sku, quantity) => setQuantities({ ...quantities, [sku]: quantity })}
      />
    </Confirmation>
  );
}

interface WarehouseFieldProps {
  readonly warehouses: ReadonlyMap<string, string>;
  readonly value: string;
  readonly onChange: (event: { readonly target: { value: string } }) => void;
}

function WarehouseField({ warehouses, value, onChange }: WarehouseFieldProps) {
  const t = useTexts();
  if (warehouses.size === 0) return null;
  return (
    <Field label={t.products.warehouse} hint={t.orderActions.warehouseHint}>
      <Select value={value} onChange={onChange}>
        <option value="">{t.orderActions.anyWarehouse}</option>
        {[...warehouses].map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
