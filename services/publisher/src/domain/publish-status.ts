/** Where a publication stands. `retry`: it waits for something named in its reason. */
export type PublishStatus = 'pending' | 'processing' | 'retry' | 'success' | 'failed';

/** Why a log was made; another source would be another way in. */
export const SOURCE = 'ab_test_winner';
