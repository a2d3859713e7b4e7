import type { GatewayConfig } from '@apollo/gateway';

/** The argument of @apollo/gateway's `experimental_didResolveQueryPlan`. */
export type PlannedOperation = Parameters<
  NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>
>[0];

export type QueryPlan = PlannedOperation['queryPlan'];
export type PlanNode = Exclude<NonNullable<QueryPlan['node']>, { readonly kind: 'Subscription' }>;
export type FetchNode = Extract<PlanNode, { readonly kind: 'Fetch' }>;
export type Path = Extract<PlanNode, { readonly kind: 'Flatten' }>['path'];
export type Selection = NonNullable<FetchNode['requires']>[number];
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];
