// Has graphql-markdown write plain Markdown, which is readable as it is.
const plain = {
  formatMDXBadge: ({ text }) => `(${text})`,
  formatMDXAdmonition: ({ text, title }) => `\n\n**${title}.** ${text}`,
  formatMDXBullet: (text = '') => ` ● ${text}`,
  formatMDXDetails: () => '\r',
  formatMDXFrontmatter: (_options, lines) => ['---', ...lines, '---', ''].join('\n'),
  formatMDXLink: ({ text, url }) => ({ text, url: `${url}/` }),
  formatMDXNameEntity: (name) => `\`${name}\``,
  formatMDXSpecifiedByLink: (url) => `Specification: <${url}>`,
};

module.exports = { ...plain, mdxExtension: '.md', createMDXFormatter: () => plain };
