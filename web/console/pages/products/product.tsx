import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useData, useViewer } from '../../api/hooks';
import { may } from '../../app/permissions';
import { ProductPageDocument, type ProductPageQuery } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Button } from '../../ui/button';
import { lazyPart } from '../../ui/lazy-part';
import { Money } from '../../ui/money';
import { ErrorNotice } from '../../ui/notice';
import { Fact, Facts, Page, Section } from '../../ui/page';
import { PendingPage } from '../pending-page';
import { DemandForecast } from './demand-forecast';
import { Movements } from './movements';
import { ProductStateBadge } from './products';
import { ReorderProposals } from './reorder-proposals';
import { StockLevels } from './stock-levels';

const EditProduct = lazyPart(() => import('./edit-product'), 'EditProduct');

const route = getRouteApi('/products/$sku');

export type LoadedProduct = NonNullable<ProductPageQuery['product']>;

/** One product with its stock and what moved it. */
export function ProductPage() {
  const t = useTexts();
  const viewer = useViewer();
  const { sku } = route.useParams();
  const withStock = may(viewer, 'stock');
  const loaded = useData(ProductPageDocument, { sku, withStock });
  const product = loaded.data?.product;
  if (product?.sku.toUpperCase() === sku.toUpperCase()) {
    return <ProductDetails product={product} errors={loaded.errors} onReload={loaded.reload} />;
  }
  return <PendingPage title={t.products.title} loaded={loaded} />;
}

interface ProductDetailsProps {
  readonly product: LoadedProduct;
  readonly errors: Parameters<typeof ErrorNotice>[0]['errors'];
  readonly onReload: () => void;
}

function ProductDetails({ product, errors, onReload }: ProductDetailsProps) {
  const t = useTexts();
  const { number } = useFormats();
  const viewer = useViewer();
  const [isEdited, setIsEdited] = useState(false);
  return (
    <Page
      title={product.name}
      lead={
        <p>
          <code className="font-mono">{product.sku}</code> ·{' '}
          <Link to="/products" className="link">
            {t.products.back}
          </Link>
        </p>
      }
      actions={
        may(viewer, 'editProducts') && (
          <Button onClick={() => setIsEdited(true)}>{t.products.edit}</Button>
        )
      }
    >
      <ErrorNotice errors={errors} isPartial onRetry={onReload} />
      <div className="grid items-start gap-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <Section title={t.products.title}>
          <Facts>
            <Fact name={t.lists.state}>
              <ProductStateBadge product={product} />
            </Fact>
            <Fact name={t.products.price}>
              <Money value={product.price} />
            </Fact>
            <Fact name={t.products.available}>
              {product.available !== null && number(product.available)}
            </Fact>
            {product.description && (
              <Fact name={t.products.description}>{product.description}</Fact>
            )}
          </Facts>
        </Section>
        <div className="flex min-w-0 flex-col gap-5">
          {product.stock && <StockLevels product={product} onChanged={onReload} />}
          {may(viewer, 'forecasts') && <DemandForecast sku={product.sku} />}
          {may(viewer, 'forecasts') && <ReorderProposals product={product} onDone={onReload} />}
          {may(viewer, 'allOrders') && (
            // Other stock has moved: another key reads the movements again.
            <Movements key={JSON.stringify(product.stock)} sku={product.sku} />
          )}
        </div>
      </div>
      <Suspense>
        {isEdited && (
          <EditProduct product={product} onClose={() => setIsEdited(false)} onReload={onReload} />
        )}
      </Suspense>
    </Page>
  );
}
