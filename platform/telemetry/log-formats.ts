import type { LogShippingSettings } from './settings';

/** A log line as written by the logger. */
export interface LogLine {
  readonly level: string;
  /** ISO 8601. */
  readonly time: string;
  readonly msg?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly [key: string]: unknown;
}

interface Format {
  readonly path: string;
  /** The body of a push request for log lines in JSON. */
  body(lines: readonly string[], name: string): string;
}

const nanosecondsOf = (time: string): string => `${Date.parse(time)}000000`;

/** OpenTelemetry's severity numbers. */
const severities: Readonly<Record<string, number>> = {
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

const ownFields = new Set(['level', 'time', 'msg', 'traceId', 'spanId']);

function attribute([key, value]: [string, unknown]) {
  if (typeof value === 'boolean') return { key, value: { boolValue: value } };
  if (typeof value === 'number') return { key, value: { doubleValue: value } };
  const stringValue = typeof value === 'string' ? value : JSON.stringify(value);
  return { key, value: { stringValue } };
}

function record(text: string) {
  const line = JSON.parse(text) as LogLine;
  const { level, time, msg = '', traceId, spanId } = line;
  return {
    timeUnixNano: nanosecondsOf(time),
    severityNumber: severities[level] ?? 0,
    severityText: level.toUpperCase(),
    body: { stringValue: msg },
    attributes: Object.entries(line)
      .filter(([key]) => !ownFields.has(key))
      .map(attribute),
    ...(traceId === undefined ? {} : { traceId, spanId }),
  };
}

/** https://opentelemetry.io/docs/specs/otlp/, JSON over HTTP. */
const otlp: Format = {
  path: '/v1/logs',
  body: (lines, name) =>
    JSON.stringify({
      resourceLogs: [
        {
          resource: {
            attributes: [
              { key: 'service.namespace', value: { stringValue: 'orderprocessing' } },
              { key: 'service.name', value: { stringValue: name } },
            ],
          },
          scopeLogs: [{ scope: { name: 'orderprocessing' }, logRecords: lines.map(record) }],
        },
      ],
    }),
};

/** https://grafana.com/docs/loki/latest/reference/loki-http-api/: a stream a level. */
const loki: Format = {
  path: '/loki/api/v1/push',
  body: (lines, name) => {
    const parsed = lines.map((text) => ({ text, line: JSON.parse(text) as LogLine }));
    const streams = Map.groupBy(parsed, ({ line }) => line.level);
    return JSON.stringify({
      streams: [...streams].map(([level, values]) => ({
        stream: { service_namespace: 'orderprocessing', service_name: name, level },
        values: values.map(({ text, line }) => [nanosecondsOf(line.time), text.trimEnd()]),
      })),
    });
  },
};

export const logFormats: Readonly<Record<LogShippingSettings['protocol'], Format>> = { otlp, loki };
