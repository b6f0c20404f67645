// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import type { Person } from "@/lib/contracts";
import { PeoplePage } from "./people-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const everybody = "GET /api/people?q=";
const person = (displayName: string, change: Partial<Person> = {}): Person => ({
  username: displayName.toLowerCase(),
  displayName,
  presence: "here",
  blocked: false,
  allowed: false,
  favourite: false,
  watched: false,
  ...change,
});
const [bob, carol] = [person("Bob"), person("Carol")];
const away = person("Bob", { presence: "away" });

const optionsOf = (name: string) => screen.getByRole("button", { name: `Options for ${name}` });
const rowOf = (name: string) => optionsOf(name).closest("li");
const namesIn = (list: string) =>
  within(screen.getByRole("list", { name: list }))
    .getAllByRole("listitem")
    .map((row) => row.querySelector("p")?.textContent);

// What is loaded later takes a slow machine seconds. Here the page finds it at hand.
beforeAll(() => Promise.all([import("@/components/ui/radix-menu"), import("./person-menu-items")]));

let server: FakeServer;
beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  server.answer("GET /api/me", alice);
});

/** The page with these people; the menu of Bob is open. */
async function openMenu(...people: Person[]) {
  server.answer(everybody, { people, more: false });
  renderInApp(<PeoplePage />);
  await pass();
  optionsOf("Bob").focus();
  fireEvent.keyDown(optionsOf("Bob"), { key: "Enter" });
  const isOpen = async () => {
    await pass(10);
    expect(screen.getByRole("menu")).toBeTruthy();
  };
  await vi.waitFor(isOpen, 20_000);
}

/** Chooses an item. From then on the list has these people. */
async function choose(item: HTMLElement, request: string, ...people: Person[]) {
  server.handle(request, async () => {
    // An answer takes time, in which the menu has closed.
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.answer(everybody, { people, more: false });
    return new Response(null, { status: 204 });
  });
  act(() => item.focus());
  fireEvent.keyDown(item, { key: "Enter" });
  await pass(100);
  expect(server.count(request)).toBe(1);
}

describe("a favourite", () => {
  const favourite = { ...carol, favourite: true };

  it("moves to a list of its own, and its button keeps the focus", async () => {
    await openMenu(carol, bob);
    const item = screen.getByRole("menuitem", { name: "Add Bob to favourites" });
    await choose(item, "PUT /api/people/bob/favourite", { ...bob, favourite: true }, carol);
    expect(namesIn("Favourites")).toEqual(["Bob"]);
    expect(namesIn("Everybody")).toEqual(["Carol"]);
    expect(document.activeElement).toBe(optionsOf("Bob"));
    expect(screen.getByText("Bob is a favourite")).toBeTruthy();
  });

  it("goes back to all others, and the headings go with the last one", async () => {
    await openMenu(favourite, { ...bob, favourite: true });
    const item = screen.getByRole("menuitem", { name: "Remove Bob from favourites" });
    await choose(item, "DELETE /api/people/bob/favourite", favourite, bob);
    expect(namesIn("Favourites")).toEqual(["Carol"]);
    expect(namesIn("Everybody")).toEqual(["Bob"]);
    expect(document.activeElement).toBe(optionsOf("Bob"));
    server.answer(everybody, { people: [bob, carol], more: false });
    await pass(60_000);
    expect(screen.queryByRole("heading", { level: 2 })).toBeNull();
  });

  it("keeps the focus in its row when another device moves it", async () => {
    server.answer(everybody, { people: [carol, bob], more: false });
    renderInApp(<PeoplePage />);
    await pass();
    act(() => screen.getByRole("button", { name: "Options for Bob" }).focus());
    server.answer(everybody, { people: [{ ...bob, favourite: true }, carol], more: false });
    await pass(60_000);
    expect(namesIn("Favourites")).toEqual(["Bob"]);
    expect(document.activeElement).toBe(optionsOf("Bob"));
  });

  it("does not take the focus from where the user has gone meanwhile", async () => {
    await openMenu(bob);
    const request = "PUT /api/people/bob/favourite";
    let answer = () => {};
    server.handle(
      request,
      () =>
        new Promise((resolve) => {
          answer = () => resolve(new Response(null, { status: 204 }));
        }),
    );
    const item = screen.getByRole("menuitem", { name: "Add Bob to favourites" });
    act(() => item.focus());
    fireEvent.keyDown(item, { key: "Enter" });
    await pass(100);
    act(() => screen.getByRole("searchbox").focus());
    server.answer(everybody, { people: [{ ...bob, favourite: true }], more: false });
    answer();
    await pass(100);
    expect(namesIn("Favourites")).toEqual(["Bob"]);
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  });

  it("that cannot be added says why", async () => {
    await openMenu(bob);
    server.refuse("PUT /api/people/bob/favourite", "list_full", 409);
    const item = screen.getByRole("menuitem", { name: "Add Bob to favourites" });
    act(() => item.focus());
    fireEvent.keyDown(item, { key: "Enter" });
    await pass(100);
    expect(screen.getByText("This list is full. Take somebody off it first.")).toBeTruthy();
  });
});

describe("“Tell me when Bob is back”", () => {
  const name = "Tell me when Bob is back";

  it("is there for somebody who is away, and the row then says that it is on", async () => {
    await openMenu(away);
    const item = screen.getByRole("menuitemcheckbox", { name });
    expect(item.getAttribute("aria-checked")).toBe("false");
    await choose(item, "PUT /api/people/bob/watch", { ...away, watched: true });
    expect(rowOf("Bob")?.textContent).toContain("You are told when they are back");
    expect(document.activeElement).toBe(optionsOf("Bob"));
  });

  it("can be taken back, also while they are in a call", async () => {
    await openMenu({ ...away, presence: "in_call", watched: true });
    const item = screen.getByRole("menuitemcheckbox", { name });
    expect(item.getAttribute("aria-checked")).toBe("true");
    await choose(item, "DELETE /api/people/bob/watch", away);
    expect(rowOf("Bob")?.textContent).not.toContain("You are told");
  });

  it.each([
    ["is here", bob],
    ["is in a call", { ...bob, presence: "in_call" as const }],
    ["is blocked", { ...away, blocked: true }],
  ])("is not there for somebody who %s", async (_, one) => {
    await openMenu(one);
    expect(screen.queryByRole("menuitemcheckbox", { name })).toBeNull();
  });
});
