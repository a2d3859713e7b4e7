interface Summary {
  readonly lines: number;
  readonly changed: number;
  readonly more: number;
  readonly fewer: number;
}

export const warehouses = {
  warehouses: {
    lead: 'Where stock is kept and shipped from.',
    empty: 'No warehouses yet',
    emptyHint: 'Nothing can be sold before an administrator creates one and its stock is recorded.',
    back: 'All warehouses',
    code: 'Code',
    codeHint: 'Letters, digits, hyphens and underscores, for example BER. It never changes.',
    country: 'Country',
    countryHint: 'Two letters, for example DE.',
    open: 'Open',
    closed: 'Closed',
    create: 'Create a warehouse',
    createLead: 'It is open at once, and has no stock.',
    created: 'The warehouse is created.',
    rename: 'Rename',
    renameLead: (code: string) => `${code} gets another name. Its code stays.`,
    renamed: 'The warehouse is renamed.',
    close: 'Close the warehouse',
    reopen: 'Reopen the warehouse',
    switches: {
      close: {
        sentence: (name: string) =>
          `${name} takes no new orders and no goods, and its stock is no longer available. What is reserved there is still shipped. You can reopen it.`,
        dismiss: 'Keep it open',
        done: 'The warehouse is closed.',
      },
      reopen: {
        sentence: (name: string) =>
          `${name} takes new orders and goods again, and its stock is available.`,
        dismiss: 'Keep it closed',
        done: 'The warehouse is open.',
      },
    },
    count: 'Record a count',
    countTitle: (name: string) => `Count of ${name}`,
    counted: 'Counted',
    countLead:
      'What is on hand becomes what was counted, reserved units included. Products that are not listed stay as they are. Stop shipping between the count and its recording.',
    linesLabel: 'SKU and units, one product a line',
    linesHint:
      'Separated by a comma, a semicolon or a tab. You can paste columns of a spreadsheet.',
    tooMany: (lines: string) =>
      `These are ${lines} lines. At most 1,000 are recorded at once: record them in parts.`,
    preview: 'Show differences',
    differences: 'Differences',
    difference: '±',
    summary: ({ lines, changed, more, fewer }: Summary, number: (value: number) => string) =>
      `${number(changed)} of ${number(lines)} lines change stock: ${number(more)} more and ${number(fewer)} fewer units on hand.`,
    line: (row: string) => `Line ${row}:`,
    problems: {
      unreadable: () => 'write a SKU, a comma and 0 to 1,000,000,000 units.',
      repeated: () => 'an earlier line counts this product.',
      unknown: () => 'no product has this SKU.',
      reserved: (reserved: string) =>
        `units reserved for orders: ${reserved}. Cancel orders first, or count again.`,
      closed: () => 'the warehouse is closed and takes no more units.',
    },
    cannotRecord: (problems: string) =>
      `${problems} ${problems === '1' ? 'line' : 'lines'} cannot be recorded`,
    correct: 'Correct the text, and show the differences again.',
    recordLead: (name: string) => `All lines are recorded for ${name}, or none.`,
    reasonHint: 'Shown with the stock movements. At most 200 characters.',
    recorded: 'The count is recorded.',
  },
};
