export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The telemetry settings of a process. */
export interface SignalSettings {
  readonly log: LogSettings & { readonly pretty: boolean };
  readonly telemetry: {
    /** PEM file with the CA of collector and log store, instead of the well-known ones. */
    readonly authorityFile: string | null;
    /** Name of the process among several of its kind. */
    readonly instance?: string | null;
    readonly tracing: TracingSettings;
    readonly logs: LogShippingSettings;
    readonly profiles: ProfileSettings;
  };
}

export interface LogSettings {
  readonly level: LogLevel;
  /** Levels by module name. */
  readonly modules: Readonly<Record<string, LogLevel>>;
}

export interface TracingSettings {
  /** Origin of an OTLP/HTTP collector for traces; null disables tracing. */
  readonly endpoint: string | null;
  /** Share of traces that are sampled, from 0 to 1. */
  readonly ratio: number;
}

export interface LogShippingSettings {
  /** Origin of a log store; null for standard output only. */
  readonly endpoint: string | null;
  readonly protocol: 'otlp' | 'loki';
}

/** Automatic profiling. */
export interface ProfileSettings {
  /** Event-loop delay in ms that triggers a profile; null disables it. */
  readonly eventLoopDelayMs: number | null;
  /** Minimum time between two automatic profiles. */
  readonly pauseMinutes: number;
  readonly folder: string;
  /** Maximum number of files in the folder; the oldest are deleted. */
  readonly filesMax: number;
}
