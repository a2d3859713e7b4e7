import type { OrderDetailFragment } from '../../generated/documents';
import { useFormats, useTexts } from '../../texts/texts';
import { Fact, Facts, Section } from '../../ui/page';
import { Time } from '../../ui/time';

/** How suspicious the order looked; nothing for orders that were not assessed. */
export function Risk({ order: { risk } }: { readonly order: OrderDetailFragment }) {
  const t = useTexts();
  const { number } = useFormats();
  if (!risk) return null;
  const texts: Readonly<Record<string, string>> = t.riskReasons;
  return (
    <Section title={t.order.risk}>
      <p className="mb-3 text-soft">{t.order.riskLead}</p>
      <Facts>
        <Fact name={t.order.riskScore}>{number(risk.score)}</Fact>
        <Fact name={t.order.riskReasons}>
          {risk.reasons.length === 0 ? (
            t.order.noRiskReasons
          ) : (
            <ul className="flex flex-col gap-1">
              {risk.reasons.map(({ code, weight, text }) => (
                <li key={code}>
                  {texts[code] ?? text} <span className="text-soft">{percent(weight)}</span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact name={t.order.assessor}>
          {risk.assessor}, <Time at={risk.assessedAt} exact />
        </Fact>
      </Facts>
    </Section>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
