import { expect, it } from "vitest";
import { appArguments } from "./app-arguments.mjs";

it.each([true, false])(
  "the local stack listens on loopback only, and another one everywhere (development: %s)",
  (development) => {
    const command = development ? "dev" : "start";
    expect(appArguments({ local: true, development, port: "4000" })).toEqual([
      command,
      "-p",
      "4000",
      "-H",
      "localhost",
    ]);
    expect(appArguments({ local: false, development, port: "4000" })).toEqual([command, "-p", "4000"]);
  },
);
