import { resolve } from "node:path";
import { secretNames } from "@/lib/provision/names";
import { Problem } from "@/lib/provision/problem";
import { readArguments, usage } from "./arguments";
import { NoAnswer } from "./ask";
import { provision, remove } from "./commands";
import { readConfiguration } from "./configuration";
import { hideSecrets, keepSecret } from "./secrets";
import { Stopped, stopWhenAsked } from "./stop";

/**
 * Sets up Twilio for the app, and says each step.
 *
 *   npm run twilio:provision -- --app-url https://phone.example.com
 */
async function main(args: readonly string[]): Promise<void> {
  const options = readArguments(args);
  if (options.help) return console.log(usage);
  checkDebugging(process.env.NODE_DEBUG);
  const configuration = readConfiguration(resolve(options.file ?? ".env.local"));
  for (const name of secretNames) keepSecret(configuration.settings[name]);
  await (options.remove ? remove : provision)(configuration, options);
}

/** With these words Node.js prints each request, and the credentials in it. */
function checkDebugging(words = ""): void {
  if (!/\b(http|https|net|tls|stream)\b|\*/i.test(words)) return;
  throw new Problem("NODE_DEBUG would print the auth token: unset it, then run this again.", 2);
}

// A reader such as `head` may leave early. What has begun is finished all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

stopWhenAsked();
main(process.argv.slice(2)).catch((error: unknown) => {
  const isStop = error instanceof Stopped || error instanceof NoAnswer;
  const message =
    error instanceof NoAnswer
      ? "Stopped. Nothing was changed."
      : String(error instanceof Error ? error.message : error);
  console.error(hideSecrets(message));
  process.exitCode = isStop ? 130 : error instanceof Problem ? error.exitCode : 1;
  // An answer that never ends would keep the process.
  setTimeout(() => process.exit(), 1_000).unref();
});
