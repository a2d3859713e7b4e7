import type { ProductSort } from '@orderprocessing/client';
import { type FormEvent, useEffect, useState } from 'react';
import { countries } from './address';
import { addToCart, useCart } from './cart';
import { Button, Problem, Title, useLoaded, Waiting } from './parts';
import { type Item, ShopProduct, ShopProducts } from './products';
import { go, hrefOf, type Place } from './router';
import { client, currency, failureText, priceText } from './shop';

const pageSize = 24;
const sorts: readonly (readonly [ProductSort, string])[] = [
  ['RELEVANCE', 'Best match'],
  ['PRICE_ASC', 'Price, low to high'],
  ['PRICE_DESC', 'Price, high to low'],
  ['NAME_ASC', 'Name'],
];

/** Where most buyers are; the checkout asks for the country. */
const [[country, countryName]] = countries;

const stockText = (available: number) =>
  available === 0 ? 'Sold out' : available < 10 ? `Only ${available} left` : 'In stock';

export function AddButton({ sku, name, available }: Item) {
  const [times, setTimes] = useState(0);
  const inCart = useCart().find((line) => line.sku === sku)?.quantity ?? 0;
  return (
    <>
      <Button
        className="primary"
        disabled={available <= inCart}
        onClick={() => {
          addToCart(sku, name);
          setTimes(times + 1);
        }}
      >
        Add to cart<span className="unseen">: {name}</span>
      </Button>
      <span role="status" className="unseen">
        {times > 0 && `${name} is in the cart ${inCart} times.`}
      </span>
    </>
  );
}

const Price = ({ price, grossPrice }: Pick<Item, 'price' | 'grossPrice'>) => (
  <p className="price">
    {priceText(grossPrice ?? price)}{' '}
    <span className="quiet">{grossPrice ? `with tax (${countryName})` : 'without tax'}</span>
  </p>
);

function Card(item: Item) {
  return (
    <li className="card">
      <h2>
        <a href={hrefOf('/product', { sku: item.sku })}>{item.name}</a>
      </h2>
      <Price {...item} />
      <p className="quiet">{stockText(item.available)}</p>
      <AddButton {...item} />
    </li>
  );
}

function countText(total: number, search: string): string {
  if (total === 0) return search ? `No product matches “${search}”.` : 'There are no products yet.';
  return total === 1 ? '1 product' : `${total} products`;
}

function Results({ search, sort }: { readonly search: string; readonly sort: ProductSort }) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [problem, setProblem] = useState('');
  const [isLoading, setLoading] = useState(false);
  const [total, setTotal] = useState<number>();
  const [pages] = useState(() =>
    client.pages(ShopProducts, {
      country,
      first: pageSize,
      filter: { search: search || null, currency },
      sort,
    }),
  );
  const more = async () => {
    setLoading(true);
    setProblem('');
    try {
      const { value: page } = await pages.next();
      if (page) {
        setItems((before) => [...before, ...page.nodes]);
        setTotal(page.totalCount);
      }
    } catch (error) {
      setProblem(failureText(error));
    }
    setLoading(false);
  };
  useEffect(() => {
    void more();
  }, []);
  return (
    <>
      <p role="status" className="quiet">
        {total === undefined ? isLoading && 'Loading…' : countText(total, search)}
      </p>
      {total === 0 && search && (
        <p>
          <a href={hrefOf('/')}>All products</a>
        </p>
      )}
      {problem && <Problem>{problem} Reload the page to try again.</Problem>}
      <ul className="cards">
        {items.map((item) => (
          <Card key={item.sku} {...item} />
        ))}
      </ul>
      {items.length < (total ?? 0) && !problem && (
        <p className="more">
          <Button disabled={isLoading} onClick={() => void more()}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}

export function Browse({ query }: Place) {
  const search = query.get('search') ?? '';
  const sort = sorts.find(([value]) => value === query.get('sort'))?.[0] ?? 'RELEVANCE';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    go(hrefOf('/', { search: String(form.get('search')), sort: String(form.get('sort')) }));
  };
  return (
    <>
      <Title>{search ? `Products for “${search}”` : 'All products'}</Title>
      <search>
        <form className="search" onSubmit={submit} key={`${search} ${sort}`}>
          <p className="field">
            <label htmlFor="search">Search</label>
            <input id="search" name="search" type="search" defaultValue={search} />
          </p>
          <p className="field">
            <label htmlFor="sort">Sort by</label>
            <select id="sort" name="sort" defaultValue={sort}>
              {sorts.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </p>
          <button type="submit">Search</button>
        </form>
      </search>
      <Results key={`${search} ${sort}`} search={search} sort={sort} />
    </>
  );
}

/** An order has one currency, so this product cannot join the others in the cart. */
function OtherCurrency({ sku, price }: Item) {
  return (
    <>
      It is not sold in {currency}.{' '}
      <a href={hrefOf('/product', { sku, currency: price.currency })} target="_self">
        Shop in {price.currency}
      </a>
    </>
  );
}

export function ProductView({ query }: Place) {
  const sku = query.get('sku') ?? '';
  const loaded = useLoaded(sku, (signal) => client.run(ShopProduct, { country, sku }, { signal }));
  if (loaded.state !== 'ready') return <Waiting loaded={loaded} />;
  const product = loaded.value;
  if (!product) {
    return (
      <>
        <Title>No such product</Title>
        <p>
          <a href={hrefOf('/')}>All products</a>
        </p>
      </>
    );
  }
  return (
    <article>
      <Title>{product.name}</Title>
      <Price {...product} />
      <p className="quiet">
        {stockText(product.available)} · {product.sku}
      </p>
      {product.description && <p>{product.description}</p>}
      <p>
        {product.price.currency === currency ? (
          <AddButton {...product} />
        ) : (
          <OtherCurrency {...product} />
        )}
      </p>
    </article>
  );
}
