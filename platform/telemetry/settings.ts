import type { LogLevel } from './logger';

/** The part of a configuration that says what a process tells of itself, and to whom. */
export interface SignalSettings {
  readonly log: LogSettings & { readonly pretty: boolean };
  readonly telemetry: {
    readonly tracing: TracingSettings;
    readonly logs: LogShippingSettings;
  };
}

export interface LogSettings {
  readonly level: LogLevel;
  /** Levels of single modules, by their names. */
  readonly modules: Readonly<Record<string, LogLevel>>;
}

export interface TracingSettings {
  /** Origin of whatever takes traces by OTLP/HTTP; null: there are none. */
  readonly endpoint: string | null;
  /** Of all traces, from 0 to 1. */
  readonly ratio: number;
}

export interface LogShippingSettings {
  /** Origin of whatever takes log lines; null: standard output alone has them. */
  readonly endpoint: string | null;
  readonly protocol: 'otlp' | 'loki';
}
