import type { OrdersStore } from '../orders-store';

/** Members of a group that requests use; the loops of each database use the others. */
type Requests<Group extends keyof OrdersStore, OfLoops extends keyof OrdersStore[Group]> = Omit<
  OrdersStore[Group],
  OfLoops
>;

interface RequestGroups {
  readonly reads: Requests<'reads', 'selected' | 'hasRecipient'>;
  readonly placing: Requests<'placing', 'forgetKeys'>;
  readonly journal: OrdersStore['journal'];
  readonly fraudLinks: Requests<'fraudLinks', 'forget'>;
  readonly awaitingBuyer: Requests<'awaitingBuyer', 'unpaidUnits'>;
  readonly openWork: Requests<'openWork', 'takeOver' | 'nextLeaseEnd' | 'overdueReviews'>;
  readonly shipments: OrdersStore['shipments'];
  readonly refunds: OrdersStore['refunds'];
  readonly orderImports: Requests<'orderImports', 'digestsOf'>;
  readonly cancellationImports: OrdersStore['cancellationImports'];
  readonly integrity: OrdersStore['integrity'];
  readonly orderStats: Requests<'orderStats', 'hasStale' | 'recountDay'>;
  readonly dailyDemand: Requests<'dailyDemand', 'ofSkus' | 'among'>;
  readonly demandForecasts: OrdersStore['demandForecasts'];
  readonly bulkActions: Requests<'bulkActions', 'beginOf'>;
  readonly webhookEndpoints: Requests<'webhookEndpoints', 'owners' | 'deleteBefore' | 'disableOf'>;
  readonly webhookDeliveries: Pick<
    OrdersStore['webhookDeliveries'],
    'redeliver' | 'pagesByEndpoint'
  >;
  readonly testDeliveries: OrdersStore['testDeliveries'];
  readonly auditOutbox: Pick<OrdersStore['auditOutbox'], 'add'>;
  readonly orderMails: OrdersStore['orderMails'];
  readonly exports: OrdersStore['exports'];
  readonly addresses: OrdersStore['addresses'];
  readonly workSignal: OrdersStore['workSignal'];
  readonly warmUp: OrdersStore['warmUp'];
  readonly close: OrdersStore['close'];
}

/** Groups of a database that only its own loops and jobs use, or a command for each database. */
type GroupOfLoops =
  | 'fraudHistory'
  | 'outbox'
  | 'erasures'
  | 'bulkTexts'
  | 'dataKeys'
  | 'sealedTables'
  | 'shardPlaces';

/** None: a new group of the stores is in one of the lists above, or this file asks for it. */
type Undecided = Exclude<keyof OrdersStore, keyof RequestGroups | GroupOfLoops>;

/** The stores of orders over all databases, for requests. The store of one database is one too. */
export type SpreadStore = RequestGroups & Pick<OrdersStore, Undecided>;
