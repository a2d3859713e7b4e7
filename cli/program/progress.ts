/** Progress of a long task: a bar on a terminal, otherwise a line now and then. */
export interface Progress {
  /** @param done how much of the total is done. */
  advance(done: number, note: string): void;
  end(): void;
}

const barCharacters = 30;
export const barPauseMs = 100;
const linePauseMs = 5_000;
const percent = 100;
const clearLine = '\r\x1b[2K';

export interface ProgressOutput {
  readonly isTTY?: boolean;
  /** The width of a terminal. */
  readonly columns?: number;
  write(text: string): unknown;
}

const columnsUsual = 80;

/** A terminal wraps a longer line, of which only the last part would be removed. */
const widthOf = ({ columns }: ProgressOutput): number => (columns || columnsUsual) - 1;

export function progressOf(
  title: string,
  total: number,
  output: ProgressOutput = process.stderr,
): Progress {
  const isTerminal = output.isTTY === true;
  let lastAtMs = 0;
  const text = (done: number, note: string): string => {
    const share = total === 0 ? 1 : Math.min(done / total, 1);
    const figure = `${String(Math.floor(share * percent)).padStart(3)} %`;
    if (!isTerminal) return `${title}: ${figure.trim()}, ${note}\n`;
    const room = widthOf(output) - `${title}  ${figure}  ${note}`.length;
    const length = Math.max(0, Math.min(barCharacters, room));
    const filled = Math.round(share * length);
    const bar = '█'.repeat(filled) + '░'.repeat(length - filled);
    return clearLine + `${title} ${bar} ${figure}  ${note}`.slice(0, widthOf(output));
  };
  return {
    advance: (done, note) => {
      const nowMs = performance.now();
      const pauseMs = isTerminal ? barPauseMs : linePauseMs;
      if (nowMs - lastAtMs < pauseMs) return;
      // Without a terminal, short work prints nothing, because the line would stay.
      if (isTerminal || lastAtMs > 0) output.write(text(done, note));
      lastAtMs = nowMs;
    },
    end: () => {
      if (isTerminal) output.write(clearLine);
    },
  };
}

let isLineShown = false;

/** Replaces the line that is shown on a terminal. */
export function showLine(line: string, output: ProgressOutput): void {
  output.write(clearLine + line.slice(0, widthOf(output)));
  isLineShown = true;
}

/** Removes the line that is shown, before something else is printed. */
export function clearProgress(output: ProgressOutput = process.stderr): void {
  if (isLineShown) output.write(clearLine);
  isLineShown = false;
}
