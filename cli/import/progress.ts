/** How far a long piece of work is: a bar on a terminal, else a line now and then. */
export interface Progress {
  /** @param done of the total that was named at the start. */
  advance(done: number, note: string): void;
  end(): void;
}

const barCharacters = 30;
const barPauseMs = 100;
const linePauseMs = 5_000;
const percent = 100;

export interface ProgressOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

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
    const filled = Math.round(share * barCharacters);
    const bar = '█'.repeat(filled) + '░'.repeat(barCharacters - filled);
    return `\r\x1b[2K${title} ${bar} ${figure}  ${note}`;
  };
  return {
    advance: (done, note) => {
      const nowMs = performance.now();
      const pauseMs = isTerminal ? barPauseMs : linePauseMs;
      if (nowMs - lastAtMs < pauseMs) return;
      // Short work says nothing where a line would stay.
      if (isTerminal || lastAtMs > 0) output.write(text(done, note));
      lastAtMs = nowMs;
    },
    end: () => {
      if (isTerminal) output.write('\r\x1b[2K');
    },
  };
}
