import type { LogLevel } from './logger';

/** The part of a configuration that says what a process tells of itself, and to whom. */
export interface SignalSettings {
  readonly log: LogSettings & { readonly pretty: boolean };
  readonly telemetry: {
    readonly tracing: TracingSettings;
    readonly logs: LogShippingSettings;
    readonly profiles: ProfileSettings;
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

/** When a process profiles itself, and what becomes of it. */
export interface ProfileSettings {
  /** The event loop is late by more than this, in ms; null: never. */
  readonly eventLoopDelayMs: number | null;
  /** Between two that a process takes by itself. */
  readonly pauseMinutes: number;
  readonly folder: string;
  /** In the folder; the oldest go first. */
  readonly filesMax: number;
}
