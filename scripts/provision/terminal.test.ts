import { accessSync, constants } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { GatewayProcess } from "@/lib/gateway/testing/process";
import { account, openTwilio, Place, startTwilio } from "./testing/command";

// Each run is a process that reads many files, which takes a busy machine many seconds.
vi.setConfig({ testTimeout: 120_000 });

// The command on a terminal, which `script` of util-linux gives it. Without that program these tests do not run.
const script = "/usr/bin/script";

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Types each answer once its question has been asked. */
function answers(...pairs: readonly (readonly [question: string, answer: string])[]) {
  const open = [...pairs];
  return (said: string) => {
    const [next] = open;
    if (!next || !said.includes(next[0])) return undefined;
    open.shift();
    return next[1];
  };
}

describe.runIf(isThere(script))("on a terminal", () => {
  let gateway: GatewayProcess;
  let place: Place;

  beforeAll(async () => {
    gateway = await startTwilio();
    return () => gateway.kill();
  });

  beforeEach(() => {
    place = new Place(gateway);
    return () => place.close();
  });

  // The arguments have no spaces, so that the shell within `script` passes them on as they are.
  const within = ["bash", "-c", `exec ${script} -qec "$(printf '%q ' "$@")" /dev/null`, "bash"];
  const nothing = { TWILIO_ACCOUNT_SID: undefined, TWILIO_AUTH_TOKEN: undefined };
  const counts = async () => [
    (await openTwilio(gateway.port).keys.list()).length,
    (await openTwilio(gateway.port).applications.list()).length,
  ];

  it("asks for what is missing, and shows no letter of the token", async () => {
    const type = answers(
      ["Public address of the app", "https://phone.example.com\r"],
      ["Account SID", `${account.sid}\r`],
      ["Auth token", `${account.token}\r`],
    );
    const run = await place.run([], { env: nothing, within, type });
    expect(run.code, run.out).toBe(0);
    // What was typed at the other two is shown, so what is typed is in this output at all.
    expect(run.out.split("Auth token")[0]).toContain(account.sid);
    expect(run.out).not.toContain(account.token.slice(0, 4));
    expect(place.values()).toMatchObject({
      TWILIO_AUTH_TOKEN: account.token,
      APP_URL: "https://phone.example.com",
    });
  });

  it.each([
    ["Ctrl-C", "\x03"],
    ["Ctrl-D", "\x04"],
  ])("%s instead of the token changes nothing", async (_title, key) => {
    const before = await counts();
    const env = { ...nothing, TWILIO_ACCOUNT_SID: account.sid };
    const type = answers(["Auth token", key]);
    const run = await place.run(["--app-url", "https://phone.example.com"], { env, within, type });
    expect(run.code).toBe(130);
    expect(run.out).toContain("Stopped. Nothing was changed.");
    expect(() => place.read()).toThrow("ENOENT");
    expect(await counts()).toEqual(before);
  });

  it("--remove asks, and takes only a yes for one", async () => {
    place.write(`TWILIO_ACCOUNT_SID=${account.sid}\nTWILIO_TWIML_APP_SID=${account.app}\n`);
    const before = await counts();
    const run = await place.run(["--remove"], { within, type: answers(["Go on? [y/N]", "\r"]) });
    expect(run.code).toBe(0);
    expect(run.out).toContain("Nothing was changed.");
    expect(await counts()).toEqual(before);
    await place.run(["--remove"], { within, type: answers(["Go on? [y/N]", "y\r"]) });
    expect(place.read()).toBe("");
  });
});
