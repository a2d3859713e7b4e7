/**
 * The style of every mail, in one `<style>` element: no mail has style attributes, so a page that
 * shows mails can allow exactly this text.
 */
export const mailStyle = `
body { margin: 0; padding: 24px 16px; background: #f4f4f5; color: #18181b; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 24px; background: #ffffff; border-radius: 8px; overflow-wrap: anywhere; }
p { margin: 0 0 16px; }
a { color: #1d4ed8; }
.action { display: inline-block; padding: 12px 20px; border-radius: 6px; background: #1d4ed8; color: #ffffff; font-weight: 600; text-decoration: none; }
table { width: 100%; margin: 0 0 16px; border-collapse: collapse; }
th, td { padding: 6px 0; border-bottom: 1px solid #e4e4e7; text-align: left; font-weight: 400; vertical-align: top; }
td { padding-left: 12px; text-align: right; white-space: nowrap; }
.footer { margin: 24px 0 0; color: #52525b; font-size: 14px; }
@media (prefers-color-scheme: dark) {
  body { background: #18181b; color: #f4f4f5; }
  main { background: #27272a; }
  a:not(.action) { color: #93c5fd; }
  th, td { border-color: #3f3f46; }
  .footer { color: #a1a1aa; }
}
`;
