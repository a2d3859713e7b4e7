import { useState } from 'react';
import { DeliverOrderDocument } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { Field, Select } from '../../../ui/form';
import { Confirmation, type OrderActionProps } from './confirmation';

/** Records that one shipment, or all of them, arrived. */
export function DeliverDialog(props: OrderActionProps) {
  const { order } = props;
  const t = useTexts();
  const [chosen, setChosen] = useState('');
  const open = order.shipments.filter(({ deliveredAt }) => deliveredAt === null);
  // The one that was chosen may have arrived.
  const shipmentId = open.length > 1 && open.some(({ id }) => id === chosen) ? chosen : '';
  return (
    <Confirmation
      {...props}
      action="DELIVER"
      operation={DeliverOrderDocument}
      variables={(expectedVersion) => ({
        id: order.id,
        shipmentId: shipmentId || null,
        expectedVersion,
      })}
      sentence={t.orderActions.DELIVER.sentence(order.number)}
    >
      {open.length > 1 && (
        <Field label={t.orderActions.shipment}>
          <Select value={shipmentId} onChange={(event) => setChosen(event.target.value)}>
            <option value="">{t.orderActions.allShipments}</option>
            {open.map(({ id, carrier, trackingCode }) => (
              <option key={id} value={id}>
                {carrier} {trackingCode}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </Confirmation>
  );
}
