/** A metric that an expression asks for, and the labels that it is picked by. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly op: string; value: string }[];
}

const keywords = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);
const grouping = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
/** A name with the braces behind it, if there are any; not a function, which has `(`. */
const selector = /(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:])(?!\s*\()(?:\{([^}]*)\})?/g;
const matcher = /([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const range = /\[[^\]]*\]/g;

/** What an expression in PromQL asks for; enough of its grammar for the expressions of ours. */
export function selectorsOf(expression: string): Selector[] {
  const text = expression.replace(grouping, ' ').replace(range, ' ');
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
