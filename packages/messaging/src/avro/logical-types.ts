import avro from 'avsc';

const MS_PER_DAY = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `timestamp-millis` <-> Date. (avsc asks for subclasses; this is the library's own extension point.) */
class TimestampMillis extends avro.types.LogicalType {
  override _fromValue(value: number): Date {
    return new Date(value);
  }
  override _toValue(value: unknown): number | undefined {
    return value instanceof Date && !Number.isNaN(value.getTime()) ? value.getTime() : undefined;
  }
  override _resolve(type: avro.Type): ((value: number) => Date) | undefined {
    return avro.Type.isType(type, 'long', 'logical:timestamp-millis') ? (value) => new Date(Number(value)) : undefined;
  }
}

/** `date` <-> 'YYYY-MM-DD'. A calendar day has no time zone, so it never becomes a Date. */
class CalendarDay extends avro.types.LogicalType {
  override _fromValue(value: number): string {
    return dayOf(value);
  }
  override _toValue(value: unknown): number | undefined {
    if (typeof value !== 'string' || !DAY.test(value)) return undefined;
    const days = Date.parse(`${value}T00:00:00Z`) / MS_PER_DAY;
    return Number.isInteger(days) ? days : undefined;
  }
  override _resolve(type: avro.Type): ((value: number | string) => string) | undefined {
    return avro.Type.isType(type, 'int', 'logical:date')
      ? (value) => (typeof value === 'string' ? value : dayOf(value))
      : undefined;
  }
}

function dayOf(days: number): string {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

export const logicalTypes = { 'timestamp-millis': TimestampMillis, date: CalendarDay };
