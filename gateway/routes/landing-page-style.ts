/**
 * The styles of the landing page, a file of its own because the page allows none inline. The colors
 * are those of web/theme.
 */
export const landingPageStyle = `* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 5rem) 1.25rem 3rem; }
h1 { margin: 0; font-size: clamp(2rem, 5vw, 3rem); line-height: 1.1; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.125rem; }
.lead { margin: 0.75rem 0 1.75rem; color: var(--soft); font-size: 1.25rem; }
a { color: var(--accent); text-underline-offset: 3px; }
code, pre { font-family: ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; font-size: 0.875rem; }
.endpoint { color: var(--accent); font-weight: 600; overflow-wrap: anywhere; }
pre {
  margin: 0;
  padding: 1rem 1.25rem;
  overflow-x: auto;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.5rem;
}
.text ul { display: block; padding-left: 1.25rem; list-style: disc; }
ul {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr));
  gap: 0.75rem;
  margin: 0;
  padding: 0;
  list-style: none;
}
li a {
  display: grid;
  grid-template-columns: 1fr auto;
  gap: 0.25rem 0.75rem;
  align-items: baseline;
  align-content: start;
  height: 100%;
  padding: 0.875rem 1rem;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.5rem;
  color: inherit;
  text-decoration: none;
}
li a:hover { border-color: var(--accent); }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
li strong { color: var(--accent); }
li code { color: var(--soft); font-size: 0.75rem; overflow-wrap: anywhere; text-align: right; }
li span { grid-column: 1 / -1; color: var(--soft); }
`;
