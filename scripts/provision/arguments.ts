import { parseArgs } from "node:util";
import { Problem } from "@/lib/provision/problem";

export const usage = `npm run twilio:provision -- [options]

Finds or makes what the app needs at Twilio (an API key and a TwiML app), and writes its values into .env.local.

  --app-url URL     the public address of the app; else APP_URL, or it is asked for
  --file PATH       another file than .env.local
  --dry-run         says what would be done, and does nothing
  --remove          deletes that API key and TwiML app, and takes Twilio's values out of the file
  --yes             does not ask before that, nor before it changes a TwiML app of somebody else
  --vercel          gives the values to the linked Vercel project (production), with the Vercel CLI
  --print-vercel    prints the commands for that instead
  --show-secrets    with the secrets in them

TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are asked for if they are not set.`;

export interface Options {
  readonly appUrl: string | undefined;
  readonly file: string | undefined;
  readonly dryRun: boolean;
  readonly remove: boolean;
  readonly yes: boolean;
  readonly vercel: boolean;
  readonly printVercel: boolean;
  readonly showSecrets: boolean;
  readonly help: boolean;
}

/** Reads the arguments of the command. Throws a Problem if they cannot be understood, or contradict each other. */
export function readArguments(args: readonly string[]): Options {
  const { values } = parse(args);
  const isOn = (name: keyof typeof values) => values[name] === true;
  if (isOn("remove") && (isOn("vercel") || isOn("print-vercel") || values["app-url"] !== undefined)) {
    throw new Problem("--remove goes with --dry-run, --yes and --file only.", 2);
  }
  if (isOn("show-secrets") && !isOn("print-vercel")) {
    throw new Problem("--show-secrets goes with --print-vercel: nothing else prints a secret.", 2);
  }
  if (values.file === "") throw new Problem("--file needs the path of a file.", 2);
  // Node.js 20 and 22 look at this option even behind the name of a script, and stop if there is no such file:
  // https://github.com/nodejs/node/issues/54232
  if (values["env-file"] !== undefined) {
    throw new Problem("--env-file is an option of Node.js itself: name the file with --file.", 2);
  }
  return {
    appUrl: values["app-url"],
    file: values.file,
    dryRun: isOn("dry-run"),
    remove: isOn("remove"),
    yes: isOn("yes"),
    vercel: isOn("vercel"),
    printVercel: isOn("print-vercel"),
    showSecrets: isOn("show-secrets"),
    help: isOn("help"),
  };
}

const flag = { type: "boolean" } as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "app-url": { type: "string" },
        file: { type: "string" },
        "env-file": { type: "string" },
        "dry-run": flag,
        remove: flag,
        yes: flag,
        vercel: flag,
        "print-vercel": flag,
        "show-secrets": flag,
        help: { ...flag, short: "h" },
      },
    });
  } catch (error) {
    // What was typed may be a token, so the parser's own words, which repeat it, are not shown.
    const isUnknown =
      error instanceof Error && "code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    const what = isUnknown ? "An option is not known" : "The options cannot be read";
    throw new Problem(`${what}. npm passes on only what stands after --.\n\n${usage}`, 2);
  }
}
