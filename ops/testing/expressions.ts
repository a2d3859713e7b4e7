/** A metric in an expression, with its label matchers. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly op: string; value: string }[];
}

const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);
const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
/** A name with optional braces after it; not a function, which has `(`. */
const selector = /(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:])(?!\s*\()(?:\{([^}]*)\})?/g;
const matcher = /([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const range = /\[[^\]]*\]/g;
/** A text argument of a function such as label_replace; values of labels follow an operator. */
const textArgument = /,\s*"[^"]*"/g;

/** The metrics in a PromQL expression; supports the part of the grammar that we use. */
export function selectorsOf(expression: string): Selector[] {
  const text = expression.replace(grouping, ' ').replace(range, ' ').replace(textArgument, ' ');
  return [...text.matchAll(selector)]
    .filter(([, name = '']) => !keywords.has(name.toLowerCase()))
    .map(([, metric = '', braces = '']) => ({
      metric,
      matchers: [...braces.matchAll(matcher)].map(([, label = '', op = '', value = '']) => ({
        label,
        op,
        value,
      })),
    }));
}
