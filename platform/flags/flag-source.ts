import type { Provider } from '@openfeature/server-sdk';

/** Details of a flag besides its value. */
export interface FlagDefinition {
  readonly defaultVariant: string | null;
  /** The targeting rules as JSON; null if everybody gets the same value. */
  readonly targeting: string | null;
}

/** The source of flags: a provider of OpenFeature. */
export interface FlagSource {
  readonly name: string;
  readonly provider: Provider;
  /** Null if the source knows values only. */
  define(flag: string): FlagDefinition | null;
  stop(): void;
}
