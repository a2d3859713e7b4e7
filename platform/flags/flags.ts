import {
  type BeforeHookContext,
  type EvaluationDetails,
  type FlagValue,
  type Hook,
  OpenFeature,
} from '@openfeature/server-sdk';
import type { Registry } from 'prom-client';
import type { Viewer } from '../requests/viewer';
import { counterIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import type { FlagDefinition, FlagSource } from './flag-source';
import { type KnownOverrides, overriddenSource } from './overrides';

/** The evaluation context: whom the flag is evaluated for. */
export interface FlagSubject {
  /** The `targetingKey` of percentage rollouts: the same key always gets the same value. */
  readonly key: string;
  readonly user?: string;
  readonly roles?: readonly string[];
  readonly apiKey?: string;
}

/** A flag and its value for a subject. */
export interface FlagState extends FlagDefinition {
  readonly name: string;
  readonly description: string;
  readonly isOn: boolean;
  readonly variant: string | null;
  /** OpenFeature's reason: STATIC, TARGETING_MATCH, SPLIT, DISABLED, ERROR … */
  readonly reason: string;
  readonly source: string;
  /** The value that somebody has switched for everybody; null if the source decides. */
  readonly override: boolean | null;
}

/** Every flag that the code evaluates, with its default. */
export type KnownFlags<Name extends string> = Readonly<
  Record<Name, { readonly default: boolean; readonly description: string }>
>;

export interface Flags<Name extends string> {
  /** Never rejects: a flag that cannot be evaluated has its default value. */
  isOn(name: Name, subject: FlagSubject): Promise<boolean>;
  list(subject: FlagSubject): Promise<FlagState[]>;
  /** Reads which flags are switched, after a change. @throws an error if they cannot be read. */
  refresh(): Promise<void>;
  stop(): void;
}

/** The subject for a viewer; anonymous clients count by network address. */
export function subjectOf(viewer: Viewer): FlagSubject {
  switch (viewer.kind) {
    case 'anonymous':
      return { key: viewer.address };
    case 'user':
      return { key: viewer.userId, user: viewer.userId, roles: viewer.roles };
    case 'apiKey':
      return {
        key: viewer.userId,
        user: viewer.userId,
        roles: viewer.roles,
        apiKey: viewer.keyId,
      };
    case 'system':
      return { key: 'system' };
  }
}

const contextOf = ({ key, user, roles, apiKey }: FlagSubject) => ({
  targetingKey: key,
  ...(user === undefined ? {} : { user }),
  ...(roles === undefined ? {} : { roles: [...roles] }),
  ...(apiKey === undefined ? {} : { apiKey }),
});

const complaintPauseMs = 10_000;

/** Counts evaluations, and logs failures of a source at intervals. */
function exposure(logger: Logger, registry: Registry): Hook {
  const evaluations = counterIn(registry, {
    name: 'feature_flag_evaluations_total',
    help: 'Evaluations of feature flags by result.',
    labelNames: ['flag', 'variant', 'reason'],
  });
  let complainedAtMs = Number.NEGATIVE_INFINITY;
  return {
    finally: ({ flagKey }: BeforeHookContext, details: EvaluationDetails<FlagValue>) => {
      const { variant = String(details.value), reason = 'UNKNOWN' } = details;
      evaluations.inc({ flag: flagKey, variant, reason });
    },
    error: ({ flagKey }: BeforeHookContext, error: unknown) => {
      if (performance.now() - complainedAtMs < complaintPauseMs) return;
      complainedAtMs = performance.now();
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ flag: flagKey, reason }, 'feature flag unavailable, using its default');
    },
  };
}

export interface FlagsOptions<Name extends string> {
  readonly source: FlagSource;
  /** Flags that are switched at run time; without it, the source decides. */
  readonly overrides?: KnownOverrides;
  readonly known: KnownFlags<Name>;
  readonly logger: Logger;
  readonly registry: Registry;
}

let domains = 0;

/** Feature flags through OpenFeature, so that the source is a setting. */
export function createFlags<Name extends string>(options: FlagsOptions<Name>): Flags<Name> {
  const { overrides, known, logger, registry } = options;
  const source = overrides ? overriddenSource(options.source, overrides) : options.source;
  domains += 1;
  const domain = `flags-${domains}`;
  OpenFeature.setProvider(domain, source.provider);
  const client = OpenFeature.getClient(domain);
  client.addHooks(exposure(logger, registry));

  const stateOf = async (name: Name, subject: FlagSubject): Promise<FlagState> => {
    const { default: defaultValue, description } = known[name];
    const details = await client.getBooleanDetails(name, defaultValue, contextOf(subject));
    return {
      name,
      description,
      isOn: details.value,
      variant: details.variant ?? null,
      reason: details.reason ?? 'UNKNOWN',
      source: source.name,
      override: (await overrides?.current())?.get(name) ?? null,
      ...(source.define(name) ?? { defaultVariant: null, targeting: null }),
    };
  };

  return {
    isOn: (name, subject) => client.getBooleanValue(name, known[name].default, contextOf(subject)),
    list: (subject) =>
      Promise.all((Object.keys(known) as Name[]).map((name) => stateOf(name, subject))),
    refresh: async () => {
      await overrides?.refresh();
    },
    stop: () => source.stop(),
  };
}

/** Flags without a source: the defaults, overridden by the given values. */
export function fixedFlags<Name extends string>(
  known: KnownFlags<Name>,
  values: Partial<Record<Name, boolean>>,
): Flags<Name> {
  const isOn = (name: Name): boolean => values[name] ?? known[name].default;
  return {
    isOn: async (name) => isOn(name),
    list: async () =>
      (Object.keys(known) as Name[]).map((name) => ({
        name,
        description: known[name].description,
        isOn: isOn(name),
        variant: null,
        reason: 'DEFAULT',
        source: 'fixed',
        defaultVariant: null,
        targeting: null,
        override: null,
      })),
    refresh: async () => undefined,
    stop: () => undefined,
  };
}
