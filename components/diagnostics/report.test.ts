import { describe, expect, it } from "vitest";
import { reportText } from "./report";
import { notRun, notWell } from "./steps";

describe("reportText", () => {
  it("says each check's answer, its code and its fact", () => {
    const text = reportText({
      steps: {
        ...notRun,
        browser: { status: "passed", detail: "WebRTC" },
        signalling: notWell("token_refused", 20101),
        media: notWell("media_poor", null, "MOS 2.10"),
      },
      health: { status: "ok", mode: "local", database: "ok", voice: "ok" },
      userAgent: "Agent/1",
      at: new Date(Date.UTC(2026, 0, 2)),
    });
    expect(text.split("\n")).toEqual([
      "Browser Phone diagnostics",
      "Time: 2026-01-02T00:00:00.000Z",
      "Browser: Agent/1",
      "Voice: local, database ok, voice ok",
      "",
      "browser: passed (WebRTC)",
      "server: waiting",
      "microphone: waiting",
      "sound: waiting",
      "signalling: failed: token_refused, code 20101",
      "media: warning: media_poor (MOS 2.10)",
    ]);
  });
});
