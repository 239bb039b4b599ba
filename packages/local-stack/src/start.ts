import { runStack } from './stack/run-stack.ts';

// `npm start`: the local stack, until Ctrl-C.
console.log('Starting PostgreSQL, Kafka, the fake Graph server and the services …');
process.exit(await runStack({}));
