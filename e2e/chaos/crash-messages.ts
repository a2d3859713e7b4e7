import type { Viewer } from '../../platform/requests/viewer';
import { type EffectKind, effectKinds } from '../../subgraphs/orders/domain/effect';

/** The messages between the parent of the crash points and its children. */

export type Step = EffectKind;

/**
 * The crash points: before the call, after its effect is committed on the other side, after the
 * response.
 */
const moments = ['before', 'committed', 'answered'] as const;
type Moment = (typeof moments)[number];

/** Which side crashes: the caller (orders) or the callee. */
const sides = ['caller', 'other'] as const;

export interface Plan {
  readonly step: Step;
  readonly at: Moment;
  readonly side: (typeof sides)[number];
}

/** All points. A sample has every step at every moment, with alternating sides. */
export const crashPoints = effectKinds.flatMap((step, stepIndex) =>
  moments.flatMap((at, momentIndex) =>
    sides.map((side, sideIndex): Plan & { readonly isSample: boolean } => {
      const isSample = (stepIndex + momentIndex) % sides.length === sideIndex;
      return { step, at, side, isSample };
    }),
  ),
);

export type ToChild =
  | {
      readonly kind: 'open';
      readonly urls: Readonly<Record<'orders' | 'inventory', string>>;
      readonly sandboxUrl: string;
      readonly apiSecret: string;
      readonly callbackSecret: string;
      /** Whether it resumes unfinished work of other processes. */
      readonly works: boolean;
    }
  | { readonly kind: 'plan'; readonly plan: Plan | null }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly query: string;
      readonly variables: Record<string, unknown>;
      readonly viewer: Viewer;
    }
  | {
      /** A call of inventory's internal schema. */
      readonly kind: 'serve';
      readonly id: number;
      readonly query: string;
      readonly variables: Record<string, unknown>;
      readonly diesCommitted: boolean;
    }
  | { readonly kind: 'relayed'; readonly id: number; readonly data?: object };

export type ToParent =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly data: unknown;
      readonly errors: readonly string[];
    }
  | {
      readonly kind: 'relay';
      readonly id: number;
      readonly query?: string;
      readonly variables?: object;
    };
