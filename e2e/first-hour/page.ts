/** What somebody types into a terminal, and what appears there. */
export interface Command {
  /**
   * The text before the prompt, such as `shop` of `shop$ npm start`; empty for the usual terminal.
   */
  readonly terminal: string;
  /** The commands without prompts. */
  readonly text: string;
}

/** @returns what appears in the terminal. */
export type Run = (command: Command) => Promise<string>;

const block = /(?<=^```text\n)(?:(?!```).*\n)*?(?=```$)/gm;
const prompt = /^([a-z]*)\$ (.*)$/;
const continuation = /^> ?(.*)$/;

/** The commands of a block. Lines after a command and its continuations are what it printed. */
export function commandsOf(text: string): Command[] {
  const commands: { terminal: string; lines: string[] }[] = [];
  let isTyped = false;
  for (const line of text.split('\n')) {
    const [, terminal, first] = prompt.exec(line) ?? [];
    const more: string | undefined = isTyped ? continuation.exec(line)?.[1] : undefined;
    isTyped = first !== undefined || more !== undefined;
    if (terminal !== undefined && first !== undefined) commands.push({ terminal, lines: [first] });
    else if (more !== undefined) commands.at(-1)?.lines.push(more);
  }
  return commands.map(({ terminal, lines }) => ({ terminal, text: lines.join('\n') }));
}

const typed = ({ terminal, text }: Command): string =>
  `${terminal}$ ${text.replaceAll('\n', '\n> ')}\n`;

/** Runs every command of the page in its order. @returns the page with what they print now. */
export async function runPage(page: string, run: Run): Promise<string> {
  let result = '';
  let end = 0;
  for (const found of page.matchAll(block)) {
    result += page.slice(end, found.index);
    for (const command of commandsOf(found[0])) result += typed(command) + (await run(command));
    end = found.index + found[0].length;
  }
  return result + page.slice(end);
}
