import { DeliverOrderDocument } from '../../../generated/documents';
import { useTexts } from '../../../texts/texts';
import { all, ChoiceField, firstOf, useChoice } from './choice';
import { Confirmation, type OrderActionProps } from './confirmation';
import { underWay } from './parcel';

/** Records that one shipment, or all of them, arrived. */
export function DeliverDialog(props: OrderActionProps) {
  const { order } = props;
  const t = useTexts();
  const open = underWay(order);
  const shipment = useChoice(open, firstOf(open));
  return (
    <Confirmation
      {...props}
      action="DELIVER"
      operation={DeliverOrderDocument}
      variables={(expectedVersion) => ({
        id: order.id,
        shipmentId: shipment.value === all ? null : shipment.value,
        expectedVersion,
      })}
      sentence={t.orderActions.DELIVER.sentence(order.number)}
      isReady={!shipment.hasGone}
    >
      <ChoiceField
        choice={shipment}
        label={t.orderActions.shipment}
        nameOfAll={t.orderActions.allShipments}
        goneBecause={t.orderActions.shipmentArrived}
      />
    </Confirmation>
  );
}
