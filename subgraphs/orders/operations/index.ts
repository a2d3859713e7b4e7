import { BulkActionFields, BulkActionItemFields, BulkActionOperation } from './bulk-action';
import { BulkActionPreviewOperation } from './bulk-action-preview';
import { BulkActionsOperation } from './bulk-actions';
import { CancelOrderOperation } from './cancel-order';
import { CreateWebhookEndpointOperation } from './create-webhook-endpoint';
import { DeleteWebhookEndpointOperation } from './delete-webhook-endpoint';
import { DeliverOrderOperation } from './deliver-order';
import { ExportOrdersOperation } from './export-orders';
import { JobFields } from './job';
import { JobsOperation } from './jobs';
import { OrderFields, OrderOperation } from './order';
import { OrderByNumberOperation } from './order-by-number';
import { OrderCurrenciesOperation } from './order-currencies';
import { OrderLineFields } from './order-line';
import { OrderStatsOperation } from './order-stats';
import { OrdersOperation } from './orders';
import { PaymentFields } from './payment';
import { PlaceOrderOperation } from './place-order';
import { ProductFields } from './product';
import { QuoteOperation } from './quote';
import { RedeliverWebhookOperation } from './redeliver-webhook';
import { RefundFields } from './refund';
import { RefundOrderOperation } from './refund-order';
import { ResolveOrderOperation } from './resolve-order';
import { RetryJobOperation } from './retry-job';
import { ReviewOrderOperation } from './review-order';
import { RotateWebhookSecretOperation } from './rotate-webhook-secret';
import { RunJobOperation } from './run-job';
import { SendTestWebhookOperation } from './send-test-webhook';
import { ShipOrderOperation } from './ship-order';
import { ShipmentFields } from './shipment';
import { StartBulkActionOperation } from './start-bulk-action';
import { StopBulkActionOperation } from './stop-bulk-action';
import { UpdateShippingAddressOperation } from './update-shipping-address';
import { UpdateWebhookEndpointOperation } from './update-webhook-endpoint';
import { UserOrdersFields } from './user-orders';
import { WebhookDeliveryFields, WebhookEndpointFields } from './webhook-endpoint';
import { WebhookEndpointsOperation } from './webhook-endpoints';
import { WebhookEventTypesOperation } from './webhook-event-types';

/** The operations that clients call through the gateway, and the field resolvers of their types. */
export const operations = [
  OrderFields,
  OrderOperation,
  OrderByNumberOperation,
  OrdersOperation,
  OrderCurrenciesOperation,
  OrderStatsOperation,
  ExportOrdersOperation,
  UserOrdersFields,
  OrderLineFields,
  PaymentFields,
  ShipmentFields,
  RefundFields,
  ProductFields,
  QuoteOperation,
  PlaceOrderOperation,
  CancelOrderOperation,
  ShipOrderOperation,
  DeliverOrderOperation,
  RefundOrderOperation,
  ReviewOrderOperation,
  UpdateShippingAddressOperation,
  ResolveOrderOperation,
  BulkActionPreviewOperation,
  StartBulkActionOperation,
  StopBulkActionOperation,
  BulkActionOperation,
  BulkActionsOperation,
  BulkActionFields,
  BulkActionItemFields,
  JobsOperation,
  JobFields,
  RetryJobOperation,
  RunJobOperation,
  WebhookEndpointsOperation,
  WebhookEndpointFields,
  WebhookDeliveryFields,
  CreateWebhookEndpointOperation,
  UpdateWebhookEndpointOperation,
  RotateWebhookSecretOperation,
  DeleteWebhookEndpointOperation,
  RedeliverWebhookOperation,
  WebhookEventTypesOperation,
  SendTestWebhookOperation,
];
