import { Link } from '@tanstack/react-router';
import { useTexts } from '../texts/texts';
import { buttonClass } from '../ui/button';
import { Blank } from '../ui/notice';
import { Page } from '../ui/page';

/** The page for a URL without a page, and for an object that the viewer cannot see. */
export function NotFoundPage() {
  const t = useTexts();
  return (
    <Page title={t.failures.notFound}>
      <div className="card">
        <Blank
          title={t.failures.notFoundTitle}
          hint={t.failures.notFoundHint}
          action={
            <Link to="/orders" className={buttonClass('plain')}>
              {t.places.orders}
            </Link>
          }
        />
      </div>
    </Page>
  );
}
