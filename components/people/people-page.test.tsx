// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeLive, type FakeLive } from "@/components/testing/fake-live";
import { FakeServer } from "@/components/testing/fake-server";
import { alice, pass, renderInApp } from "@/components/testing/render";
import { type Person, peoplePollMs } from "@/lib/contracts";
import { PeoplePage } from "./people-page";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const person = (username: string, displayName: string): Person => ({
  username,
  displayName,
  presence: "here",
  blocked: false,
  allowed: false,
  favourite: false,
  watched: false,
});
const [bob, bill, carol] = [person("bob", "Bob"), person("bill", "Bill"), person("carol", "Carol")];
const named = (...people: Person[]) => ({ people, more: false });

const type = (text: string) => fireEvent.change(screen.getByRole("searchbox"), { target: { value: text } });
const rows = () => screen.queryAllByRole("listitem").map((row) => row.querySelector("p")?.textContent);

describe("the list of people", () => {
  let server: FakeServer;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.answer("GET /api/me", alice);
    server.answer("GET /api/people?q=", named(bob, bill, carol));
  });

  it("shows the known people who match at once, until the server has answered", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    expect(rows()).toEqual(["Bob", "Bill", "Carol"]);
    const answer = server.hold("GET /api/people?q=b");
    type("b");
    await pass(1000);
    expect(rows()).toEqual(["Bob", "Bill"]);
    answer(named(bob));
    await pass();
    expect(rows()).toEqual(["Bob"]);
    expect(screen.getByText("1 person found")).toBeTruthy();
  });

  it("keeps the answer to the first letters while more is typed, and reports no match only after the answer", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    server.answer("GET /api/people?q=b", named(bob, bill));
    type("b");
    await pass(1000);
    const answer = server.hold("GET /api/people?q=bo");
    type("bo");
    await pass(1000);
    expect(rows()).toEqual(["Bob"]);
    type("box");
    await pass();
    expect(rows()).toEqual([]);
    expect(screen.queryByText(/No match/)).toBeNull();
    type("bo");
    answer(named());
    await pass();
    expect(screen.getByText("No match for “bo”")).toBeTruthy();
    expect(rows()).toEqual([]);
  });

  it("requests a search once when it is typed without a pause, and stops requesting everybody", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    const everybody = server.count("GET /api/people?q=");
    server.answer("GET /api/people?q=bob", named(bob));
    for (const text of ["b", "bo", "bob"]) {
      type(text);
      await pass(100);
    }
    await pass(150);
    await pass(peoplePollMs);
    const searches = server.requests.filter((one) => /people\?q=./.test(one));
    expect(new Set(searches)).toEqual(new Set(["GET /api/people?q=bob"]));
    expect(searches).toHaveLength(2);
    expect(server.count("GET /api/people?q=")).toBe(everybody);
    expect(screen.getByText("3 people here")).toBeTruthy();
  });

  it("requests a long list half as often", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ ...bob, username: `bob_${n}`, displayName: `Bob ${n}` }));
    const pollsOf = async (count: number) => {
      server.answer("GET /api/people?q=", named(...many(count)));
      const { unmount } = renderInApp(<PeoplePage />);
      await pass();
      const before = server.count("GET /api/people?q=");
      await pass(peoplePollMs);
      unmount();
      return server.count("GET /api/people?q=") - before;
    };
    expect(await pollsOf(100)).toBe(1);
    expect(await pollsOf(101)).toBe(0);
  });

  it("shows everybody as soon as the search is cleared, and polls again", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    server.answer("GET /api/people?q=bob", named(bob));
    type("bob");
    await pass(1000);
    expect(rows()).toEqual(["Bob"]);
    const before = server.count("GET /api/people?q=");
    type("");
    await pass();
    expect(rows()).toEqual(["Bob", "Bill", "Carol"]);
    expect(server.count("GET /api/people?q=")).toBe(before + 1);
  });

  it("does not show the answer to an earlier search as the answer to this one", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    server.answer("GET /api/people?q=zoe", named());
    type("zoe");
    await pass(1000);
    expect(screen.getByText("No match for “zoe”")).toBeTruthy();
    type("");
    await pass();
    server.hold("GET /api/people?q=zoe");
    type("zoe");
    await pass(1000);
    expect(screen.queryByText("No match for “zoe”")).toBeNull();
  });

  it("shows everybody at once when the user comes back from another page", async () => {
    const { rerender } = renderInApp(<PeoplePage />);
    await pass();
    rerender(<p>Another page</p>);
    await pass(60_000);
    server.hold("GET /api/people?q=");
    rerender(<PeoplePage />);
    await pass();
    expect(rows()).toEqual(["Bob", "Bill", "Carol"]);
  });

  it("shows that it may be out of date after a failed search, also during the next request", async () => {
    renderInApp(<PeoplePage />);
    await pass();
    server.disconnect("GET /api/people?q=b");
    type("b");
    await pass(1000);
    expect(screen.getByText(/could not be refreshed/)).toBeTruthy();
    server.hold("GET /api/people?q=bo");
    type("bo");
    await pass(1000);
    expect(screen.getByText(/could not be refreshed/)).toBeTruthy();
  });

  it("shows the reason when there are no people to show, and tries again on a click", async () => {
    server.disconnect("GET /api/people?q=");
    renderInApp(<PeoplePage />);
    await pass();
    const again = screen.getByRole("button", { name: "Try again" });
    server.answer("GET /api/people?q=", named(carol));
    fireEvent.click(again);
    await pass();
    expect(rows()).toEqual(["Carol"]);
  });

  describe("while changes are told", () => {
    const everybody = "GET /api/people?q=";
    const told = (username: string, displayName: string, presence: Person["presence"] | null) => ({
      kind: "people" as const,
      people: [{ username, displayName, presence }],
    });
    let live: FakeLive;

    async function show(list = named(bill, bob, carol)) {
      server.answer(everybody, list);
      live = createFakeLive();
      renderInApp(<PeoplePage />, { live });
      await pass();
      await live.open("stream");
      await pass(1_500);
      return server.count(everybody);
    }

    it("asks for everybody once when the stream is open, and again after four minutes", async () => {
      const before = await show();
      await pass(239_000);
      expect(server.count(everybody)).toBe(before);
      await pass(1_000);
      expect(server.count(everybody)).toBe(before + 1);
    });

    it("shows a change without a request, and moves who went away to the end of the list", async () => {
      const before = await show();
      await live.tell(told("bill", "Bill", "in_call"));
      expect(screen.getByText("In a call")).toBeTruthy();
      expect(rows()).toEqual(["Bill", "Bob", "Carol"]);
      await live.tell(told("bob", "Bob", "away"));
      expect(rows()).toEqual(["Bill", "Carol", "Bob"]);
      await live.tell(told("carol", "adam", "here"));
      expect(rows()).toEqual(["adam", "Bill", "Bob"]);
      await live.tell(told("bob", "Bob", "here"));
      expect(rows()).toEqual(["adam", "Bill", "Bob"]);
      await pass(10_000);
      expect(server.count(everybody)).toBe(before);
    });

    it("keeps what the server has said of somebody beside the change", async () => {
      await show(named({ ...bob, blocked: true }));
      await live.tell(told("bob", "Bob", "dnd"));
      expect(screen.getByText("Blocked")).toBeTruthy();
    });

    it("asks once for the list when several people join it", async () => {
      const before = await show(named(bob));
      server.answer(everybody, named(bill, bob, carol));
      await live.tell(told("bill", "Bill", "here"));
      await live.tell(told("carol", "Carol", "here"));
      await pass(300);
      expect(rows()).toEqual(["Bill", "Bob", "Carol"]);
      expect(server.count(everybody)).toBe(before + 1);
    });

    it("keeps favourites first, whoever comes and goes", async () => {
      const [ada, zed] = [person("ada", "Ada"), person("zed", "Zed")].map((one) => ({
        ...one,
        favourite: true,
      })) as [Person, Person];
      await show(named(ada, zed, bob, carol));
      await live.tell(told("ada", "Ada", "away"));
      expect(rows()).toEqual(["Zed", "Ada", "Bob", "Carol"]);
      await live.tell(told("bob", "Bob", "away"));
      expect(rows()).toEqual(["Zed", "Ada", "Carol", "Bob"]);
      await live.tell(told("zed", "Zed", "away"));
      expect(rows()).toEqual(["Ada", "Zed", "Carol", "Bob"]);
    });

    it("does not ask for arrivals for the sake of a favourite who is away, since favourites are in every list", async () => {
      const favourite = { ...carol, presence: "away" as const, favourite: true };
      const before = await show({ people: [favourite, bob], more: true });
      expect(live.screens.at(-1)).toEqual({ people: ["carol", "bob"], arrivals: false });
      await live.tell(told("dora", "Dora", "here"));
      await pass(1000);
      expect(server.count(everybody)).toBe(before);
    });

    it("takes who is gone off the list at once", async () => {
      await show();
      await live.tell(told("bob", "Bob", null));
      expect(rows()).toEqual(["Bill", "Carol"]);
    });

    it("does not trust an answer that was under way when a change was told", async () => {
      await show(named(bob));
      const answer = server.hold(everybody);
      await live.open("another");
      await live.tell(told("bob", "Bob", "in_call"));
      answer(named(bob));
      server.answer(everybody, named({ ...bob, presence: "in_call" }));
      await pass(300);
      expect(screen.getByText("In a call")).toBeTruthy();
    });

    it("says whose changes it needs: of a search, and of a list that was cut", async () => {
      await show();
      expect(live.screens.at(-1)).toEqual({ people: null, arrivals: false });
      server.answer("GET /api/people?q=bob", named(bob));
      type("bob");
      await pass(1000);
      expect(live.screens.at(-1)).toEqual({ people: ["bob"], arrivals: false });
      const cut = { people: [bob, { ...carol, presence: "away" as const }], more: true };
      server.answer(everybody, cut);
      type("");
      await pass(1000);
      expect(live.screens.at(-1)).toEqual({ people: ["bob", "carol"], arrivals: true });
      await live.tell(told("carol", "Carol", "here"));
      await pass();
      expect(live.screens.at(-1)).toEqual({ people: ["bob", "carol"], arrivals: false });
    });

    it("asks for a list that was cut when somebody arrives who comes before those who are away", async () => {
      const cut = { people: [bob, { ...carol, presence: "away" as const }], more: true };
      const before = await show(cut);
      await live.tell(told("dora", "Dora", "away"));
      await pass(1000);
      expect(server.count(everybody)).toBe(before);
      await live.tell(told("dora", "Dora", "here"));
      await pass(1000);
      expect(server.count(everybody)).toBe(before + 1);
    });

    it("asks once more when the server follows another screen, since changes before that were not told", async () => {
      const before = await show();
      await live.accept();
      await pass(300);
      expect(server.count(everybody)).toBe(before + 1);
    });
  });
});
