import { type Checked, checked, violation } from './checked.ts';
import type { RunRequest } from './run-request.ts';

const CATEGORIES = [
  'NONE',
  'EMPLOYMENT',
  'HOUSING',
  'CREDIT',
  'ISSUES_ELECTIONS_POLITICS',
  'ONLINE_GAMBLING_AND_GAMING',
  'FINANCIAL_PRODUCTS_SERVICES',
];

/** `special_ad_categories`: always sent, empty for none. */
export function checkCategories(request: RunRequest): Checked<readonly string[]> {
  const asked = [...new Set(request.special_ad_categories ?? [])];
  const unknown = asked.flatMap((category, index) =>
    CATEGORIES.includes(category)
      ? []
      : [violation('special-category-unknown', `/special_ad_categories/${index}`, `must be one of ${CATEGORIES.join(', ')}`)],
  );
  const conflict = asked.includes('NONE') && asked.length > 1;
  const detail = 'NONE cannot stand beside another category';
  return checked(
    [...unknown, ...(conflict ? [violation('special-category-conflict', '/special_ad_categories', detail)] : [])],
    asked,
  );
}
