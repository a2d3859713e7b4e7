import { OFREPProvider } from '@openfeature/ofrep-provider';
import type {
  EvaluationContext,
  JsonValue,
  Provider,
  ResolutionDetails,
} from '@openfeature/server-sdk';
import { LRUCache } from 'lru-cache';
import type { FlagSource } from './flag-source';

export interface FlagdOptions {
  /** Origin of flagd's OFREP port, 8016 by its own default. */
  readonly url: string;
  readonly deadlineMs: number;
  /** Answers are cached for this long, because every request evaluates flags. */
  readonly cacheMs: number;
}

/**
 * Answers of a flagd that are kept.
 * @exceeded it is asked again
 */
const answersBytesMax = 10_000_000;
/** Upper estimate for an answer with its promise and cache entry. */
const answerOverheadBytes = 1_500;

/**
 * Flags evaluated by flagd, or any other server of the OpenFeature Remote Evaluation Protocol. If
 * it does not answer in time, OpenFeature uses the default.
 */
export function flagdSource({ url, deadlineMs, cacheMs }: FlagdOptions): FlagSource {
  const remote = new OFREPProvider({
    baseUrl: url,
    fetchImplementation: (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(deadlineMs) }),
  });
  const answers = new LRUCache<string, Promise<ResolutionDetails<boolean>>>({
    maxSize: answersBytesMax,
    sizeCalculation: (_answer, key) => key.length + answerOverheadBytes,
    ttl: Math.max(1, cacheMs),
  });
  const provider: Provider = {
    metadata: { name: 'flagd' },
    runsOn: 'server',
    resolveBooleanEvaluation: (flag, defaultValue, context) => {
      const key = JSON.stringify([flag, context]);
      const known = cacheMs > 0 ? answers.get(key) : undefined;
      if (known !== undefined) return known;
      const evaluation = remote.resolveBooleanEvaluation(flag, defaultValue, context);
      answers.set(key, evaluation);
      evaluation.catch(() => answers.delete(key));
      return evaluation;
    },
    resolveStringEvaluation: (flag, defaultValue, context) =>
      remote.resolveStringEvaluation(flag, defaultValue, context),
    resolveNumberEvaluation: (flag, defaultValue, context) =>
      remote.resolveNumberEvaluation(flag, defaultValue, context),
    resolveObjectEvaluation: <T extends JsonValue>(
      flag: string,
      defaultValue: T,
      context: EvaluationContext,
    ) => remote.resolveObjectEvaluation(flag, defaultValue, context),
  };
  return { name: `flagd at ${url}`, provider, define: () => null, stop: () => answers.clear() };
}
