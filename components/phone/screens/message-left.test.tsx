// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createFakePhone, ended } from "@/components/testing/fake-phone";
import { FakeServer } from "@/components/testing/fake-server";
import { recordOf } from "@/components/testing/records";
import { alice, pass, renderInApp } from "@/components/testing/render";
import type { PhoneState } from "@/lib/phone/model/types";
import { EndedPanel } from "./ended-panel";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

// The code is loaded when somebody has left a message.
beforeAll(() => import("./message-left"));

const ref = "0a3a2f9e-5f2e-4f4b-9f0e-6f6f4f1f0001";
const call = {
  ref,
  direction: "outgoing",
  peer: { name: "Bob", username: "bob" },
  anonymous: false,
} as const;
const left = { ...ended("declined", call), lastStage: "message" } as Extract<PhoneState, { kind: "ended" }>;
const record = recordOf(ref, { direction: "outgoing", outcome: "declined" });

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  server.answer("GET /api/me", alice);
});

it("says how long the message is that I left, once the voice network has reported it", async () => {
  server.answer(`GET /api/calls/${ref}`, record);
  renderInApp(<EndedPanel state={left} />, { phone: createFakePhone(left) });
  await pass();
  await pass();
  expect(screen.getByText("If you spoke after the tone, your message was left.")).toBeTruthy();
  server.answer(`GET /api/calls/${ref}`, { ...record, message: { id: null, seconds: 7, heard: null } });
  await pass(2_000);
  expect(screen.getByText("You left a message (0:07).")).toBeTruthy();
});

it("asks for nothing after a call that was not taken by voicemail", async () => {
  renderInApp(<EndedPanel state={{ ...left, lastStage: null }} />, { phone: createFakePhone(left) });
  await pass(5_000);
  expect(server.count(`GET /api/calls/${ref}`)).toBe(0);
});
