import { useMemo, useState } from 'react';
import { useAction, useData, usePolling } from '../../api/hooks';
import type { Failure } from '../../api/outcome';
import {
  type DeliveryRowFragment,
  RedeliverWebhookDocument,
  WebhookDeliveriesDocument,
  type WebhookDeliveryStatus,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { Badge, type Tone } from '../../ui/badge';
import { Button } from '../../ui/button';
import { EventName } from '../../ui/cells';
import { actionsColumn, type Column, DataTable } from '../../ui/data-table';
import { FailureNotice } from '../../ui/notice';
import { PanelBody } from '../../ui/panel';
import { Time } from '../../ui/time';

const tones: Readonly<Record<WebhookDeliveryStatus, Tone>> = {
  PENDING: 'warn',
  DELIVERED: 'good',
  FAILED: 'bad',
};

function useColumns(
  onRedeliver: (id: string) => void,
  isRunning: boolean,
): readonly Column<DeliveryRowFragment>[] {
  const t = useTexts();
  return useMemo(
    () => [
      {
        id: 'event',
        header: t.webhooks.event,
        cell: ({ eventType }) => <EventName name={eventType} />,
      },
      {
        id: 'status',
        header: t.lists.state,
        cell: ({ status }) => (
          <Badge tone={tones[status]}>{t.webhooks.deliveryStatus[status]}</Badge>
        ),
      },
      {
        id: 'response',
        header: t.webhooks.response,
        from: 'sm',
        cell: ({ responseStatus }) => responseStatus ?? '–',
      },
      {
        id: 'attempts',
        header: t.lists.attempts,
        isNumber: true,
        from: 'sm',
        cell: ({ attempts }) => attempts,
      },
      {
        id: 'last',
        header: t.webhooks.lastAttempt,
        from: 'md',
        cell: ({ lastAttemptAt }) => (lastAttemptAt ? <Time at={lastAttemptAt} /> : '–'),
      },
      actionsColumn(({ id }) => (
        <Button kind="quiet" disabled={isRunning} onClick={() => onRedeliver(id)}>
          {t.webhooks.redeliver}
        </Button>
      )),
    ],
    [t, onRedeliver, isRunning],
  );
}

const pollMs = 3_000;

interface DeliveriesProps {
  readonly endpointId: string;
  readonly url: string;
}

/** The latest deliveries of an endpoint, read while they are open. */
export function Deliveries({ endpointId, url }: DeliveriesProps) {
  const t = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="min-h-6 text-accent">{t.webhooks.deliveries}</summary>
      {isOpen && <DeliveryTable endpointId={endpointId} url={url} />}
    </details>
  );
}

function DeliveryTable({ endpointId, url }: DeliveriesProps) {
  const t = useTexts();
  const loaded = useData(WebhookDeliveriesDocument, {});
  const { isRunning, run } = useAction(RedeliverWebhookDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { reload } = loaded;
  // Events are sent all the time, and a test event a moment after it was requested.
  usePolling(true, reload, pollMs);
  const redeliver = useMemo(
    () => (deliveryId: string) => {
      const send = async () => {
        const outcome = await run({ deliveryId });
        setFailure(outcome.kind === 'done' ? null : outcome);
        if (outcome.kind === 'done') announce(t.webhooks.redelivered);
        reload();
      };
      // Failures are part of the outcome.
      send().catch(() => undefined);
    },
    [run, reload, t],
  );
  const columns = useColumns(redeliver, isRunning);
  const endpoint = loaded.data?.webhookEndpoints?.find(({ id }) => id === endpointId);
  const deliveries = endpoint?.deliveries.nodes;
  return (
    <div className="mt-2">
      <FailureNotice failure={failure} />
      <PanelBody loaded={loaded} count={deliveries?.length} none={t.webhooks.noDeliveries}>
        <DataTable
          caption={`${t.webhooks.deliveries} ${url}`}
          columns={columns}
          rows={deliveries}
        />
      </PanelBody>
    </div>
  );
}
