// Turns a page of the project into one of the website.

const frontMatterOf = (fields) =>
  [
    '---',
    ...Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    '---',
  ].join('\n');

/** Text without the marks of Markdown, for the description of a page. */
function plain(markdown) {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const descriptionCharactersMax = 160;

function descriptionOf(body) {
  const paragraph = body.split(/\n{2,}/).find((part) => /^\s*[A-Za-z`[*]/.test(part)) ?? '';
  const text = plain(paragraph);
  if (text.length <= descriptionCharactersMax) return text;
  return `${text.slice(0, descriptionCharactersMax).replace(/\s+\S*$/, '')} …`;
}

const headings = /^# (.+)\n/;
const comments = /^<!--[\s\S]*?-->\n?/gm;
const links = /(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;
const fences = /^```[\s\S]*?^```$/gm;

/** Changes what is not code. */
function outsideCode(markdown, change) {
  let end = 0;
  let changed = '';
  for (const { 0: fence, index } of markdown.matchAll(fences)) {
    changed += change(markdown.slice(end, index)) + fence;
    end = index + fence.length;
  }
  return changed + change(markdown.slice(end));
}

/**
 * @param linkOf the URL of a link's target; null if the website does not have it, so that only the
 * text is kept.
 */
const withLinks = (markdown, linkOf) =>
  outsideCode(markdown, function replaced(text) {
    return text.replace(links, (_whole, image, label, target) => {
      const url = linkOf(target);
      const shown = label.includes('](') ? replaced(label) : label;
      return url === null ? shown : `${image}[${shown}](${url})`;
    });
  });

/** @returns `{ title, description, body }` of a page whose first line is its title. */
export function readPage(markdown, linkOf) {
  const [, title] = headings.exec(markdown) ?? [];
  if (title === undefined) throw new Error('The page has no title.');
  const body = markdown.replace(headings, '').replace(comments, '').trim();
  return { title: plain(title), description: descriptionOf(body), body: withLinks(body, linkOf) };
}

const isAnswer = ({ language, title }) => language === 'text' || title === 'Answer';

const block = /^```(\w+)(?: title="([^"]+)")?\n[\s\S]*?^```$/gm;

/** Blocks that follow each other with nothing between them, up to an answer. */
function adjacentBlocks(markdown) {
  const groups = [];
  for (const { 0: text, 1: language, 2: title = null, index } of markdown.matchAll(block)) {
    const last = groups.at(-1);
    const entry = { language, title, text };
    const isSameStep = last && !last.blocks.some(isAnswer);
    if (isSameStep && markdown.slice(last.end, index).trim() === '') {
      last.blocks.push(entry);
      last.end = index + text.length;
    } else groups.push({ start: index, end: index + text.length, blocks: [entry] });
  }
  return groups;
}

const tabTitles = ['GraphQL', 'curl', 'SDK'];
const fileNames = /^verify\.\w+$/i;
const isTab = ({ title }) => title !== null && (tabTitles.includes(title) || fileNames.test(title));
/** They explain the tab before them. */
const belongsToTab = ({ title }) => title === 'Variables';

function tabsOf(blocks) {
  const tabs = [];
  for (const entry of blocks) {
    if (isTab(entry)) tabs.push({ label: entry.title, texts: [entry.text] });
    else if (belongsToTab(entry) && tabs.length > 0) tabs[0].texts.push('Variables:', entry.text);
  }
  return tabs;
}

/** Text behind a command of the same step is what the command prints. */
const captionOf = ({ language, title }, isFirst) =>
  title === null && language === 'text' && !isFirst ? 'Output' : title;

function captioned(entry, isFirst) {
  const caption = captionOf(entry, isFirst);
  return caption === null ? entry.text : `<p class="caption">${caption}</p>\n\n${entry.text}`;
}

function groupText({ blocks }) {
  const tabs = tabsOf(blocks);
  const others = blocks.filter((entry) => !isTab(entry));
  if (tabs.length < 2)
    return blocks.map((entry, place) => captioned(entry, place === 0)).join('\n\n');
  const items = tabs.map(
    ({ label, texts }) => `<TabItem label="${label}">\n\n${texts.join('\n\n')}\n\n</TabItem>`,
  );
  const rest = others.filter((entry) => !belongsToTab(entry));
  const shown = `<Tabs syncKey="${tabs[0].label === 'verify.mjs' ? 'program' : 'language'}">\n${items.join('\n')}\n</Tabs>`;
  return [shown, ...rest.map((entry) => captioned(entry, false))].join('\n\n');
}

/** Puts the same step in several languages into tabs, and titles above the other blocks. */
export function withTabs(body) {
  const groups = adjacentBlocks(body);
  let end = 0;
  let text = '';
  for (const group of groups) {
    text += body.slice(end, group.start) + groupText(group);
    end = group.end;
  }
  return {
    text: text + body.slice(end),
    hasTabs: groups.some(({ blocks }) => tabsOf(blocks).length > 1),
  };
}

const imports = "import { TabItem, Tabs } from '@astrojs/starlight/components';";

/** @returns `{ ending, text }` of the file that Astro reads. */
export function contentFile({ title, description, body }) {
  const front = frontMatterOf({ title, description });
  const { text, hasTabs } = withTabs(body);
  return hasTabs
    ? { ending: 'mdx', text: `${front}\n\n${imports}\n\n${text}\n` }
    : { ending: 'md', text: `${front}\n\n${text}\n` };
}
