export function toggled<Id>(ids: ReadonlySet<Id>, id: Id): ReadonlySet<Id> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** A selection with all rows of a page or none of them. Those of other pages stay as they are. */
export function withAll(
  ids: ReadonlySet<string>,
  ofPage: readonly string[],
  areSelected: boolean,
): ReadonlySet<string> {
  const next = new Set(ids);
  for (const id of ofPage) {
    if (areSelected) next.add(id);
    else next.delete(id);
  }
  return next;
}
