import { useState } from 'react';
import { DeliverOrderDocument } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { Field, Select } from '../../../ui/form';
import { Confirmation } from './confirmation';
import { type OrderActionProps, useOrderAction } from './use-order-action';

/** Records that one shipment, or all of them, arrived. */
export function DeliverDialog(props: OrderActionProps) {
  const { order, onClose } = props;
  const t = useTexts();
  const [chosen, setChosen] = useState('');
  const command = useOrderAction('DELIVER', DeliverOrderDocument, props);
  const open = order.shipments.filter(({ deliveredAt }) => deliveredAt === null);
  // The one that was chosen may have arrived.
  const shipmentId = open.length > 1 && open.some(({ id }) => id === chosen) ? chosen : '';
  const submit = () =>
    command.run({
      id: order.id,
      shipmentId: shipmentId || null,
      expectedVersion: command.expectedVersion,
    });
  return (
    <Confirmation
      action="DELIVER"
      sentence={t.orderActions.DELIVER.sentence(order.number)}
      command={command}
      onClose={onClose}
      onSubmit={submit}
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
