import { resolve } from 'node:path';
import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core';
import {
  type EvaluationContext,
  type Logger as FlagLogger,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
} from '@openfeature/server-sdk';
import type { Registry } from 'prom-client';
import { readText } from '../config/read-text';
import { watchFiles } from '../config/watch-files';
import { counterIn, gaugeIn } from '../telemetry/instruments';
import type { Logger } from '../telemetry/logger';
import type { FlagSource } from './flag-source';

export interface FileSourceOptions {
  /** JSON as flagd reads it: https://flagd.dev/reference/flag-definitions/ */
  readonly file: string;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** flagd reports a faulty rule at each evaluation, so its messages are logged at debug level. */
function quietly(logger: Logger): FlagLogger {
  const say = (...words: unknown[]) => logger.debug(words.map(String).join(' '));
  return { error: say, warn: say, info: say, debug: say };
}

function fileProvider(core: FlagdCore, events: OpenFeatureEventEmitter): Provider {
  return {
    metadata: { name: 'flag file' },
    runsOn: 'server',
    events,
    resolveBooleanEvaluation: async (flag, defaultValue, context: EvaluationContext) =>
      core.resolveBooleanEvaluation(flag, defaultValue, context),
    resolveStringEvaluation: async (flag, defaultValue, context: EvaluationContext) =>
      core.resolveStringEvaluation(flag, defaultValue, context),
    resolveNumberEvaluation: async (flag, defaultValue, context: EvaluationContext) =>
      core.resolveNumberEvaluation(flag, defaultValue, context),
    resolveObjectEvaluation: async <T extends JsonValue>(
      flag: string,
      defaultValue: T,
      context: EvaluationContext,
    ) => core.resolveObjectEvaluation(flag, defaultValue, context),
  };
}

interface Definitions {
  readonly flags?: Readonly<Record<string, { defaultVariant?: string; targeting?: object }>>;
}

/**
 * Flags from a file, evaluated in this process by flagd's rules. A change of the file applies
 * within two seconds; a faulty one is ignored.
 * @throws Error if the file cannot be read or is invalid at the start.
 */
export function fileSource(options: FileSourceOptions): FlagSource {
  const { logger, registry } = options;
  const file = resolve(options.file);
  const storage = new MemoryStorage(quietly(logger));
  const core = new FlagdCore(storage, quietly(logger));
  const events = new OpenFeatureEventEmitter();
  const reloads = counterIn(registry, {
    name: 'feature_flag_reloads_total',
    help: 'Readings of the file of feature flags while the process ran, by result.',
    labelNames: ['result'],
  });
  const isSuccessful = gaugeIn(registry, {
    name: 'feature_flag_last_reload_successful',
    help: 'Whether the file of feature flags had no fault when it was last read: 1 or 0.',
  });
  let definitions: Definitions = {};

  const read = (): string[] => {
    // A byte order mark is no JSON; `trim` removes it.
    const text = readText(file).trim();
    // Its message says where the fault is, and that of flagd does not.
    const parsed = JSON.parse(text) as Definitions;
    const flagsChanged = storage.setConfigurations(text, true);
    definitions = parsed;
    isSuccessful.set(1);
    return flagsChanged;
  };
  const readAgain = (): void => {
    try {
      const flagsChanged = read();
      reloads.inc({ result: 'applied' });
      events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged });
      logger.info({ flags: flagsChanged }, 'feature flags changed');
    } catch (error) {
      reloads.inc({ result: 'refused' });
      isSuccessful.set(0);
      const reason = (error as Error).message;
      logger.error({ file, reason }, 'feature flags have faults, keeping the current ones');
    }
  };

  try {
    read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`The feature flags of ${file} cannot be used (${code ?? message}).`, {
      cause: error,
    });
  }
  const watching = watchFiles(() => [file], readAgain);
  return {
    name: file,
    provider: fileProvider(core, events),
    define: (flag) => {
      const found = definitions.flags?.[flag];
      if (found === undefined) return null;
      const { defaultVariant = null, targeting = {} } = found;
      const isForAll = Object.keys(targeting).length === 0;
      return { defaultVariant, targeting: isForAll ? null : JSON.stringify(targeting) };
    },
    stop: () => watching.stop(),
  };
}
