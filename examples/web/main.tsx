import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MyOrders, SignIn, useSignedIn } from './account';
import { Browse, ProductView } from './browse';
import { useCart } from './cart';
import { Cart, Checkout } from './checkout';
import { OrderView } from './order';
import { Title } from './parts';
import { hrefOf, type Place, usePlace } from './router';
import './style.css';

const views: Readonly<Record<string, (place: Place) => React.ReactNode>> = {
  '/': Browse,
  '/product': ProductView,
  '/cart': Cart,
  '/checkout': Checkout,
  '/sign-in': SignIn,
  '/orders': MyOrders,
  '/order': OrderView,
};

function NotFound() {
  return (
    <>
      <Title>Nothing here</Title>
      <p>
        <a href={hrefOf('/')}>All products</a>
      </p>
    </>
  );
}

function Shop() {
  const place = usePlace();
  const units = useCart().reduce((sum, { quantity }) => sum + quantity, 0);
  const isSignedIn = useSignedIn();
  const View = views[place.path] ?? NotFound;
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header>
        <a className="brand" href={hrefOf('/')}>
          Shop
        </a>
        <nav aria-label="Shop">
          <a href={isSignedIn ? hrefOf('/orders') : hrefOf('/sign-in')}>
            {isSignedIn ? 'My orders' : 'Sign in'}
          </a>
          <a href={hrefOf('/cart')}>
            Cart{' '}
            <span className="count">
              {units}
              <span className="unseen"> units</span>
            </span>
          </a>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        <View key={`${place.path}?${place.query}`} {...place} />
      </main>
      <footer>
        An example of the client package, with a demo shop: no card is charged and nothing is sent.
        Prices of products are with tax for delivery to Germany; the checkout shows what an order to
        your country costs.
      </footer>
    </>
  );
}

const root = document.getElementById('shop');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Shop />
    </StrictMode>,
  );
}
