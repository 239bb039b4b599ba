/** A ratio of sums; null without exposure. */
export const ratioOrNull = (top: number, bottom: number): number | null => (bottom > 0 ? top / bottom : null);
