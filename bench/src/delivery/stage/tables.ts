/**
 * `written` is what the writers committed, in the transaction of the outbox row: the truth that deliveries are compared with.
 * `effects` has no unique constraint, so that an effect that happened twice shows.
 */
export const DELIVERY_TABLES = `
create table written (event_id uuid primary key, key text not null);
create table effects (
  id bigint generated always as identity, event_id uuid not null, key text not null, number int not null, key_seq int not null
)`;
