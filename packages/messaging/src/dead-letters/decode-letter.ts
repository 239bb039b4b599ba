import { errorMessage } from '@mao/service-kit';
import type { Codec } from '../avro/codec.ts';
import type { DeadLetter } from './dead-letter-record.ts';

/** What a dead letter says, or why nobody can tell. */
export type DecodedLetter = { readonly data: unknown } | { readonly problem: string };

export function decodeLetter(codec: Codec, { original, type }: DeadLetter): DecodedLetter {
  if (original.value === null) return { problem: 'the record has no value' };
  try {
    return { data: codec.decode(original.topic, type, original.value) };
  } catch (error) {
    return { problem: errorMessage(error) };
  }
}
