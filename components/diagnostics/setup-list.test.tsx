// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { renderInApp } from "@/components/testing/render";
import { type SetupCheck, setupCheckIds, setupProblems } from "@/lib/contracts";
import { countFailed, type Setup } from "./setup";
import { SetupList } from "./setup-list";

beforeEach(() => void new FakeServer());

const good: readonly SetupCheck[] = setupCheckIds.map((id) => ({
  id,
  status: "ok",
  problem: null,
  number: null,
}));

function show(setup: Setup) {
  const { unmount } = renderInApp(<SetupList setup={setup} />);
  return unmount;
}

/** An answer of the server in which these checks are otherwise than good. */
function answer(...changed: readonly SetupCheck[]): Setup {
  const checks = good.map((one) => changed.find(({ id }) => id === one.id) ?? one);
  return { ok: false, mode: "twilio", checks, checkedAt: "2026-01-01T00:00:00.000Z" };
}

const summary = () => document.querySelector("summary")?.textContent;

it("shows nothing before the checks run, and that they run or could not be read", () => {
  const leave = show("not asked");
  expect(screen.queryByRole("heading")).toBeNull();
  leave();
  show("asking")();
  show("unread");
  expect(screen.getByText("The server's own checks could not be read. Run the checks again.")).toBeTruthy();
});

it("folds what is well into one line", () => {
  show(answer());
  expect(summary()).toBe("All 14 checks passed");
  expect(within(document.querySelector("details") as HTMLElement).getAllByRole("listitem")).toHaveLength(14);
});

it("shows what is to be mended in front, with who can mend it, and counts the rest", () => {
  show(
    answer(
      { id: "twiml_app", status: "failed", problem: "twiml_app_voice_url", number: null },
      { id: "memory", status: "warning", problem: "memory_low", number: 97 },
      { id: "webhook", status: "skipped", problem: null, number: null },
    ),
  );
  const items = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
  expect(items[0]).toBe(
    "MemoryAttentionOnly 97 MB of memory are leftOperator: give the server more memory, or stop other programs on it.",
  );
  expect(items[1]).toContain(
    "TwiML appFailedThe TwiML app sends calls to another addressOperator: type npm run",
  );
  expect(summary()).toBe("11 other checks passed, 1 skipped");
});

it("sends nobody to Twilio in local mode", () => {
  const failed = { id: "twiml_app", status: "failed", problem: "twiml_app_missing", number: null } as const;
  show({ ok: false, mode: "local", checks: [failed], checkedAt: "2026-01-01T00:00:00.000Z" });
  expect(screen.getByRole("listitem").textContent).toMatch(/Operator: stop the app and type npm start/);
});

it("counts failures, and neither warnings nor what is not known", () => {
  const failed = { id: "twiml_app", status: "failed", problem: "twiml_app_missing", number: null } as const;
  const low = { id: "memory", status: "warning", problem: "memory_low", number: 97 } as const;
  expect([answer(failed, low), answer(), "unread" as const].map(countFailed)).toEqual([1, 0, 0]);
});

it.each(setupProblems)("has words for %s", (problem) => {
  show(answer({ id: "node", status: "failed", problem, number: 7 }));
  const [item] = screen.getAllByRole("listitem");
  expect(item?.textContent).not.toMatch(/[{}]|diagnostics\./);
  // A finding and an advice, each a sentence of its own.
  expect(item?.querySelectorAll("span.block")).toHaveLength(1);
});
