// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { Profiler } from "react";
import { beforeAll, expect, it } from "vitest";
import { createFakePhone, talking } from "@/components/testing/fake-phone";
import { renderInApp } from "@/components/testing/render";
import type { PhoneState } from "@/lib/phone/model/types";
import { CallPanel } from "./call-panel";
import { talkScreen } from "./talk-screen";

beforeAll(() => talkScreen.want());

const sample = (rttMs: number, score: 3 | 4 = 4): PhoneState =>
  talking({ since: Date.now(), quality: { score, warnings: [], rttMs, jitterMs: 2, lossFraction: 0.01 } });

function showCall() {
  const first = sample(20);
  const phone = createFakePhone(first);
  let renders = 0;
  const count = () => {
    renders += 1;
  };
  renderInApp(
    <Profiler id="call" onRender={count}>
      <CallPanel />
    </Profiler>,
    { phone },
  );
  const at = (rttMs: number, score?: 3 | 4): PhoneState => {
    const next = sample(rttMs, score);
    if (!("talk" in first) || !("talk" in next)) throw new Error("no talk");
    return { ...first, talk: { ...first.talk, quality: next.talk.quality } };
  };
  return { phone, at, renders: () => renders };
}

it("renders nothing of the call again for a sample with the same score", () => {
  const { phone, at, renders } = showCall();
  const before = renders();
  phone.show(at(21));
  phone.show(at(22));
  expect(renders()).toBe(before);
  phone.show(at(23, 3));
  expect(renders()).toBeGreaterThan(before);
  expect(screen.getByRole("button", { name: "Quality: good" })).toBeTruthy();
});

it("shows the numbers of the newest sample when it is opened, and each one after", async () => {
  const { phone, at } = showCall();
  phone.show(at(33));
  fireEvent.click(screen.getByRole("button", { name: "Quality: excellent" }));
  const patient = { timeout: 20_000 };
  expect(await screen.findByText("Delay 33 ms, variation 2 ms, lost 1.0 %", {}, patient)).toBeTruthy();
  phone.show(at(34));
  expect(screen.getByText("Delay 34 ms, variation 2 ms, lost 1.0 %")).toBeTruthy();
});
