import { lastLines } from '../log-tail.ts';
import { StackError } from '../stack-error.ts';

const THREE_WAYS = 'Do one of three: set KAFKA_BROKERS to a running cluster, start Docker, or';

/** Kafka needs a Java runtime when it is not given and there is no Docker. */
export function missingJava(): StackError {
  return new StackError(
    'java-missing',
    `There is no Kafka to start: KAFKA_BROKERS is not set, no Docker engine answers, and there is no "java" on the PATH. ${THREE_WAYS} install a JDK 17 or newer and Maven.`,
  );
}

/** Kafka 4 refuses anything below Java 17. */
export function oldJava(version: number): StackError {
  return new StackError(
    'java-too-old',
    `Kafka 4 needs Java 17 or newer, and the "java" on the PATH is version ${version}. ${THREE_WAYS} put a newer JDK on the PATH.`,
  );
}

/** The jars are not here yet, and nothing can fetch them. */
export function missingMaven(): StackError {
  return new StackError(
    'maven-missing',
    `Apache Kafka's jars are not downloaded yet, and there is no "mvn" on the PATH to fetch them. ${THREE_WAYS} install Maven (it is needed once, for the download).`,
  );
}

/** Maven ran and failed: most often the network. */
export function failedDownload(output: string): StackError {
  return new StackError(
    'kafka-download-failed',
    `Maven could not download Apache Kafka. Check the network or Maven's settings.xml and start again; or set KAFKA_BROKERS to a running cluster. Maven said:\n${lastLines(output, 6)}`,
  );
}

/** Brokers named by the user do not answer. */
export function unreachableKafka(brokers: string, cause: unknown): StackError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new StackError(
    'kafka-unreachable',
    `KAFKA_BROKERS names ${brokers}, but no broker there answered (${reason}). Start that cluster or correct KAFKA_BROKERS; or unset it, and the local stack starts a Kafka of its own.`,
    { cause },
  );
}

type FailedStart = { dataDir: string; port: number; logFile: string; log: string };

const CORRUPT =
  /InconsistentClusterIdException|MetaPropertiesEnsemble|meta\.properties|CorruptRecordException|InconsistentBrokerMetadata|Log directory .* (?:invalid|is not)|KafkaStorageException|Invalid cluster\.id|Malformed|CorruptSnapshot|FaultHandlerException/i;

/** Turns what Kafka logged before it gave up into a message that says what to do. */
export function explainKafkaFailure(failed: FailedStart): StackError {
  const { dataDir, port, logFile, log } = failed;
  if (/Address already in use|Socket server failed to bind/i.test(log)) {
    return new StackError(
      'port-taken',
      `Kafka could not listen on 127.0.0.1:${port}: another program took that port. Stop that program or name another port, and start again.`,
    );
  }
  if (CORRUPT.test(log)) {
    return new StackError(
      'kafka-data-corrupt',
      `The Kafka data folder ${dataDir} cannot be used. Move it away to keep it, or delete it (rm -rf '${dataDir}') to begin with empty topics; the next start makes a new one. Kafka's log is ${logFile} and ends with:\n${lastLines(withoutStackFrames(log), 3)}`,
    );
  }
  return new StackError(
    'kafka-start-failed',
    `The embedded Kafka did not start. Its log is ${logFile} and ends with:\n${lastLines(withoutStackFrames(log), 5)}\nSet KAFKA_BROKERS to use a cluster of your own instead.`,
  );
}

function withoutStackFrames(log: string): string {
  return log.replaceAll(/^\s+at .*\n?/gm, '');
}
