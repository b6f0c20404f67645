// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { MainNav } from "./main-nav";

vi.mock("next/navigation", () => ({ usePathname: () => "/" }));

beforeEach(() => vi.useFakeTimers());

it.each([
  [0, 0, "History", ""],
  [2, 0, "History, 2 missed calls", "2"],
  [0, 1, "History, 1 new message", "1"],
  [1, 2, "History, 1 missed call, 2 new messages", "3"],
  [100, 1, "History, 100 missed calls, 1 new message", "99+"],
])(
  "the history's link has %i missed calls and %i messages in its name",
  async (missed, unheard, name, shown) => {
    const me = { ...alice, missed, unheard };
    new FakeServer().answer("GET /api/me", me);
    renderInApp(<MainNav />, { me });
    await pass();
    const link = screen.getByRole("link", { name });
    expect(link.querySelector(".tabular-nums")?.textContent ?? "").toBe(shown);
  },
);
