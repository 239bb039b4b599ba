import { runCli } from './run-cli.ts';

// `npm run cli -- <command>`: looks into the services' databases and Kafka, of the running stack or of those that the environment
// names, and does the few things by hand that an operator has to.

process.exitCode = await runCli(process.argv.slice(2), process.env, {
  out: (text) => console.log(text),
  error: (text) => console.error(text),
});
