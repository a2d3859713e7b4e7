import { Link } from '@tanstack/react-router';
import { useTexts } from '../texts/texts';
import { buttonClass } from '../ui/button';
import { Blank } from '../ui/notice';
import { Page } from '../ui/page';

interface DeadEndProps {
  readonly name: string;
  readonly title: string;
  readonly hint: string;
}

/** A page that has nothing to show, with a way on. */
export function DeadEnd({ name, title, hint }: DeadEndProps) {
  const t = useTexts();
  const action = (
    <Link to="/orders" className={buttonClass('plain')}>
      {t.places.orders}
    </Link>
  );
  return (
    <Page title={name}>
      <div className="card">
        <Blank title={title} hint={hint} action={action} />
      </div>
    </Page>
  );
}

/** The page for a URL without a page, and for an object that the viewer cannot see. */
export function NotFoundPage() {
  const t = useTexts();
  const { notFound, notFoundTitle, notFoundHint } = t.failures;
  return <DeadEnd name={notFound} title={notFoundTitle} hint={notFoundHint} />;
}
