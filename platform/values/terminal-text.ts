/** All control characters but tabs and line ends. A carriage return alone would overwrite its line. */
const terminalControl = /(?![\t\n]|\r\n)\p{Cc}/gu;

/** A text in which control characters are visible: it may quote others, who could rewrite the screen. */
export const forTerminal = (text: string): string =>
  text.replace(
    terminalControl,
    (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
