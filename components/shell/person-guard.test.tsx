// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { PersonGuard } from "./person-guard";

let server: FakeServer;
let said: unknown[];

/** Tabs hear each other at once, and never themselves. */
class FakeChannel {
  static open: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    FakeChannel.open.push(this);
  }
  postMessage(data: unknown) {
    said.push(data);
  }
  close() {}
}

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  FakeChannel.open = [];
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  server = new FakeServer();
  server.answer("GET /api/me", alice);
});

test("a page says to the other tabs for whom it was opened", async () => {
  renderInApp(<PersonGuard username="alice">Alice's page</PersonGuard>);
  await pass();
  expect(said).toContainEqual({ username: "alice" });
  expect(screen.getByText("Alice's page")).toBeTruthy();
});

test("a page shows nothing of a person who is gone, once another tab says so", async () => {
  renderInApp(<PersonGuard username="alice">Alice's page</PersonGuard>);
  await pass();
  server.refuse("GET /api/me", "other_person", 409);
  for (const channel of FakeChannel.open) channel.onmessage?.({ data: { username: "bob" } });
  await pass();
  expect(screen.queryByText("Alice's page")).toBeNull();
  expect(screen.getByRole("alert")).toBeTruthy();
});
