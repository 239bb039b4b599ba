import { type KafkaHandle, type PostgresHandle, startKafka, startPostgres } from '@mao/local-stack';
import { rowsOf } from '../../machine/rows-of.ts';
import { openPlace, type Place } from './place.ts';

/** Kafka and PostgreSQL of the benchmark's own, and places on them. */
export interface Stage {
  readonly kafka: KafkaHandle;
  readonly postgres: PostgresHandle;
  /** Runs `work` in a place that is gone afterwards, whatever happened. */
  at<T>(work: (place: Place) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const own = { sources: ['embedded'] as const, notice: (line: string) => console.log(line) };
  const kafka = await startKafka(own);
  const postgres = await startPostgres(own).catch(async (error: unknown) => {
    await kafka.stop();
    throw error;
  });
  const stop = async () => {
    await postgres.stop();
    await kafka.stop();
  };
  try {
    // The order of commits is judged, and nothing else keeps it. It needs a restart.
    await rowsOf(postgres.url, 'alter system set track_commit_timestamp = on');
    await postgres.restart();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    kafka,
    postgres,
    async at(work) {
      const place = await openPlace({ postgresUrl: postgres.url, brokers: kafka.brokers });
      try {
        return await work(place);
      } finally {
        await place.close();
      }
    },
    stop,
  };
}
