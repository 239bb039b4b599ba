import { connect } from 'node:net';

const ANSWER_TIMEOUT_MS = 3_000;
const METADATA = 3;
const METADATA_VERSION = 4; // the newest that both Kafka 4 and plain (not "compact") encoding know
const CORRELATION_ID = 1;

/**
 * How many live brokers the cluster reports, by a Metadata request for no topics (the Kafka protocol, "Metadata API" version 4).
 * A raw socket: a Kafka client logs errors and retries for seconds while a broker starts. Rejects when there is no answer.
 */
export function countLiveBrokers(broker: string): Promise<number> {
  const [host = '', port = ''] = splitAddress(broker);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => fail(new Error('no answer in time')));
    socket.once('error', fail);
    socket.once('close', () => reject(new Error('connection closed without an answer')));
    socket.once('connect', () => socket.write(metadataRequest()));
    let answer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const count = brokersInAnswer(answer);
      if (count === undefined) return;
      socket.destroy();
      resolve(count);
    });
  });
}

function metadataRequest(): Buffer {
  const clientId = Buffer.from('local-stack');
  const body = Buffer.alloc(2 + 2 + 4 + 2 + clientId.length + 4 + 1);
  let at = body.writeInt16BE(METADATA, 0);
  at = body.writeInt16BE(METADATA_VERSION, at);
  at = body.writeInt32BE(CORRELATION_ID, at);
  at = body.writeInt16BE(clientId.length, at);
  at += clientId.copy(body, at);
  body.writeInt32BE(0, at); // no topics; allow_auto_topic_creation stays 0
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

// Answer: size, correlation id, throttle time, then the array of brokers.
function brokersInAnswer(answer: Buffer): number | undefined {
  return answer.length < 16 ? undefined : answer.readInt32BE(12);
}

function splitAddress(broker: string): [string, string] {
  const colon = broker.lastIndexOf(':');
  return [broker.slice(0, colon).replace(/^\[|\]$/g, ''), broker.slice(colon + 1)];
}
