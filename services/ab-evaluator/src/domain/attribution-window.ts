// Meta's default: conversions count up to seven days after the click.
const DEFAULT_DAYS = 7;

/** Days after which the conversions of a day no longer grow, from settings such as `7d_click_1d_view`. */
export function attributionWindowDays(settings: readonly string[]): number {
  const days = settings.flatMap((setting) => [...setting.matchAll(/(\d+)d_/g)].map((match) => Number(match[1])));
  return days.length > 0 ? Math.max(...days) : DEFAULT_DAYS;
}
