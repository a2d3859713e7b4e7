import type { ProductSort } from '@orderprocessing/client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { countries } from './address';
import { addToCart, useCart } from './cart';
import { Button, focusNow, Problem, Title, useLoaded, Waiting } from './parts';
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

interface CardProps {
  readonly item: Item;
  /** Whether it is the first one of a page that the buyer asked for, and gets the focus. */
  readonly isNext: boolean;
}

function Card({ item, isNext }: CardProps) {
  return (
    <li className="card">
      <h2>
        <a href={hrefOf('/product', { sku: item.sku })} ref={isNext ? focusNow : undefined}>
          {item.name}
        </a>
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

interface ResultsProps {
  readonly search: string;
  readonly sort: ProductSort;
}

/** A list that grows by a page at a time. A page that could not be read is read again. */
function usePages({ search, sort }: ResultsProps) {
  const [items, setItems] = useState<readonly Item[]>([]);
  const [problem, setProblem] = useState('');
  const [isLoading, setLoading] = useState(false);
  const [total, setTotal] = useState<number>();
  const [nextAt, setNextAt] = useState(0);
  const after = useRef<string | null>(null);
  const more = async () => {
    setLoading(true);
    try {
      const filter = { search: search || null, currency };
      const variables = { country, first: pageSize, after: after.current, filter, sort };
      const { value: page } = await client.pages(ShopProducts, variables).next();
      setProblem('');
      if (page) {
        after.current = page.endCursor;
        setNextAt(items.length);
        setItems([...items, ...page.nodes]);
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
  return { items, problem, isLoading, total, nextAt, more };
}

function Results({ search, sort }: ResultsProps) {
  const { items, problem, isLoading, total, nextAt, more } = usePages({ search, sort });
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
      <ul className="cards">
        {items.map((item, place) => (
          <Card key={item.sku} item={item} isNext={place > 0 && place === nextAt} />
        ))}
      </ul>
      {problem && <Problem>{problem}</Problem>}
      {(problem || items.length < (total ?? 0)) && (
        <p className="more">
          <Button disabled={isLoading} onClick={() => void more()}>
            {problem ? 'Try again' : 'Show more'}
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
        <form className="search" onSubmit={submit}>
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
      <Results search={search} sort={sort} />
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
  if (loaded.state !== 'ready') {
    return (
      <>
        <Title>Product</Title>
        <Waiting loaded={loaded} />
      </>
    );
  }
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
