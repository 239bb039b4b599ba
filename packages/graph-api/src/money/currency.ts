/**
 * Minor units per unit of a currency as Meta counts them, which is not ISO 4217 everywhere (HUF and TWD have none).
 * Source: Meta's "Currencies" page of the Marketing API, offset column.
 */
const OFFSET_100 =
  'AED ARS AUD BDT BGN BOB BRL CAD CHF CNY CZK DKK DZD EGP EUR GBP GTQ HKD HNL ILS INR KES LKR MAD MOP MXN MYR NGN NIO NOK NZD PEN PHP PKR PLN QAR RON RSD SAR SEK SGD THB TRY UAH USD UYU VES ZAR'.split(
    ' ',
  );
const OFFSET_1 = 'CLP COP CRC HUF ISK IDR JPY KRW PYG TWD VND'.split(' ');

const OFFSETS: ReadonlyMap<string, 1 | 100> = new Map([
  ...OFFSET_100.map((code) => [code, 100] as const),
  ...OFFSET_1.map((code) => [code, 1] as const),
]);

/** 100 or 1; null for a currency Meta does not bill in, which must be refused and never guessed. */
export const currencyOffset = (code: string): 1 | 100 | null => OFFSETS.get(code) ?? null;
