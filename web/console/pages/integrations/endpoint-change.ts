interface EndpointInput {
  readonly url: string;
  readonly events: readonly string[];
}

/** What was changed. The rest stays as it is, not as it was when the dialog opened. */
export function changeOf(before: EndpointInput, after: EndpointInput): Partial<EndpointInput> {
  const { url, events } = after;
  const isSame =
    events.length === before.events.length && events.every((name) => before.events.includes(name));
  return { ...(url === before.url ? {} : { url }), ...(isSame ? {} : { events }) };
}
