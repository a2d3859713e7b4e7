/** A line of Prometheus' text format: name, labels, value. */
const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)(?: \d+)?$/;
const firstLabel = /^,?([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/;

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ''; ) {
    const [whole, name, value] = firstLabel.exec(rest) ?? [];
    if (whole === undefined || name === undefined) break;
    labels[name] = value ?? '';
    rest = rest.slice(whole.length);
  }
  return labels;
}

export interface Measured {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function readMetrics(text: string): Measured[] {
  return text.split('\n').flatMap((sampleLine) => {
    if (sampleLine === '' || sampleLine.startsWith('#')) return [];
    const [, name, labels = '', value = ''] = line.exec(sampleLine) ?? [];
    if (name === undefined)
      throw new Error(`This is no line of metrics: ${sampleLine.slice(0, 200)}`);
    return [{ name, labels: labelsOf(labels), value: Number(value) }];
  });
}

/** @returns the sum of the time series of this name whose labels are selected. */
export function sumOf(
  metrics: readonly Measured[],
  name: string,
  isSelected: (labels: Measured['labels']) => boolean = () => true,
): number {
  return metrics
    .filter((one) => one.name === name && isSelected(one.labels))
    .reduce((sum, { value }) => sum + value, 0);
}
