import { describe, expect, it } from "vitest";
import type { PhoneState } from "@/lib/phone/model/types";
import type { BrowserFacts } from "./browser-facts";
import { type ReportFacts, reportText } from "./report";
import { notRun, notWell } from "./steps";

const browser: BrowserFacts = {
  userAgent: "Agent/1",
  language: "ja-JP",
  viewport: "390 x 844",
  notifications: "default",
  secure: true,
};
const facts: ReportFacts = {
  steps: notRun,
  health: null,
  setup: "unread",
  browser,
  phone: { kind: "ready" },
  sdkVersion: null,
  at: new Date(Date.UTC(2026, 0, 2)),
};

describe("reportText", () => {
  it("gives the status, code and detail of each check", () => {
    const text = reportText({
      ...facts,
      steps: {
        ...notRun,
        browser: { status: "passed", detail: "WebRTC" },
        signalling: notWell("token_refused", 20101),
        media: notWell("media_poor", null, "MOS 2.10"),
      },
      health: { status: "ok", mode: "local", database: "ok", voice: "ok" },
      sdkVersion: "2.1.0",
      setup: {
        ok: false,
        mode: "local",
        checkedAt: "2026-01-01T23:59:30.000Z",
        checks: [
          { id: "node", status: "ok", problem: null, number: null },
          { id: "disk", status: "warning", problem: "disk_low", number: 512 },
          { id: "twiml_app", status: "failed", problem: "twiml_app_missing", number: null },
          { id: "webhook", status: "skipped", problem: null, number: null },
        ],
      },
    });
    expect(text.split("\n")).toEqual([
      "Browser Phone diagnostics",
      "Time: 2026-01-02T00:00:00.000Z",
      "Browser: Agent/1",
      "Page: secure, ja-JP, 390 x 844, notifications default",
      "Phone: ready",
      "SDK: 2.1.0",
      "Voice: local, database ok, voice ok",
      "",
      "browser: passed (WebRTC)",
      "server: waiting",
      "microphone: waiting",
      "sound: waiting",
      "notifications: waiting",
      "signalling: failed: token_refused, code 20101",
      "media: warning: media_poor (MOS 2.10)",
      "",
      "Server set-up: local, checked 2026-01-01T23:59:30.000Z",
      "node: ok",
      "disk: warning: disk_low (512)",
      "twiml_app: failed: twiml_app_missing",
      "webhook: skipped",
    ]);
  });

  it("says that the server's own checks are missing", () => {
    for (const setup of ["not asked", "asking", "unread"] as const) {
      expect(
        reportText({ ...facts, setup })
          .split("\n")
          .at(-1),
      ).toBe(`Server set-up: ${setup}`);
    }
  });

  it("reports that a page is not secure", () => {
    const text = reportText({ ...facts, browser: { ...browser, secure: false } });
    expect(text).toContain("Page: not secure, ");
  });

  const peer = { name: "Bobby Tables", username: "bobby" };
  const call = { ref: "the-ref", direction: "outgoing", peer, anonymous: false } as const;
  const ended = {
    kind: "ended",
    call,
    outcome: "failed",
    refusal: null,
    lastStage: null,
    durationSeconds: 0,
    line: { kind: "up" },
  } as const;
  it.each<[string, PhoneState]>([
    [
      "notPlaced: mic_denied",
      { kind: "notPlaced", call, problem: { code: "mic_denied", sdkCode: null }, line: { kind: "up" } },
    ],
    ["failed: signed_out", { kind: "failed", problem: { code: "signed_out", sdkCode: null } }],
    ["ended: media_failed, code 53405", { ...ended, problem: { code: "media_failed", sdkCode: 53405 } }],
    ["ended", { ...ended, problem: null }],
  ])("gives the phone's state and problem, and no names: %s", (words, phone) => {
    const lines = reportText({ ...facts, phone }).split("\n");
    expect(lines).toContain(`Phone: ${words}`);
    expect(lines.join()).not.toMatch(/bobby|the-ref/i);
  });
});
