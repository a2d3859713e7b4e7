import { useNavigate } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useAction, useData } from '../../api/hooks';
import { parseSearch } from '../../app/search';
import {
  DeleteViewDocument,
  SavedViewsDocument,
  type SavedViewsQuery,
} from '../../generated/documents';
import { useTexts } from '../../texts/texts';
import { announce } from '../../ui/announcer';
import { lazyPart } from '../../ui/lazy-part';
import { Menu, MenuItem } from '../../ui/menu';
import { failureText } from '../../ui/notice';
import { type OrderSearch, shownView, viewQueryOf, viewSearch } from './order-search';

const SaveView = lazyPart(() => import('./save-view'), 'SaveView');

type View = NonNullable<SavedViewsQuery['savedViews']>[number];

const list = 'orders';

/** The viewer's own views of the list, stored on the server. */
export function ViewsMenu({ search }: { readonly search: OrderSearch }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { data, errors, reload } = useData(SavedViewsDocument, { list });
  const [isSaving, setIsSaving] = useState(false);
  const remove = useAction(DeleteViewDocument);
  const views = data?.savedViews ?? [];
  const current = viewQueryOf(search);
  const shown = shownView(views, search);
  const open = ({ query }: View) =>
    navigate({ to: '/orders', search: viewSearch(parseSearch(query)) });
  const removeShown = async (id: string) => {
    const outcome = await remove.run({ id });
    announce(outcome.kind === 'done' ? t.views.deleted : failureText(t, outcome));
    reload();
  };
  return (
    <>
      <Menu label={<span className="max-w-40 truncate">{shown?.name ?? t.views.title}</span>}>
        {views.map((view) => (
          <MenuItem key={view.id} onClick={() => open(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length === 0 && (
          <p className="px-3 py-2 text-soft">
            {errors.length > 0 ? t.failures.notLoaded : t.views.none}
          </p>
        )}
        {!shown && current !== '' && (
          <MenuItem onClick={() => setIsSaving(true)}>{t.views.save}</MenuItem>
        )}
        {shown && (
          <MenuItem onClick={() => removeShown(shown.id)}>{t.views.delete(shown.name)}</MenuItem>
        )}
      </Menu>
      <Suspense>
        {isSaving && (
          <SaveView
            list={list}
            query={current}
            onClose={() => setIsSaving(false)}
            onDone={reload}
          />
        )}
      </Suspense>
    </>
  );
}
