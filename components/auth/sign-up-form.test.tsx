// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "@/components/testing/fake-server";
import { pass, renderInApp } from "@/components/testing/render";
import { SignUpForm } from "./sign-up-form";

const signUp = "POST /api/people";
const signIn = "POST /api/auth/callback/credentials";

describe("signing up", () => {
  let server: FakeServer;
  const assign = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    assign.mockReset();
    vi.stubGlobal("location", { ...window.location, assign });
    server = new FakeServer();
    server.answer(signUp, { username: "alice" }, 201);
    server.answer("GET /api/auth/csrf", { csrfToken: "token" });
    server.answer(signIn, {});
  });

  const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
  const button = () => screen.getByRole<HTMLButtonElement>("button", { name: /Create account|Creating/ });

  async function submit(username: string, displayName: string, password: string) {
    fireEvent.change(field("Username"), { target: { value: username } });
    fireEvent.change(field("Display name"), { target: { value: displayName } });
    fireEvent.change(field("Password"), { target: { value: password } });
    fireEvent.submit(button().closest("form") ?? document.body);
    await pass();
  }
  const show = () => renderInApp(<SignUpForm next="/call/bob" />);
  const marked = () =>
    ["Username", "Display name", "Password"].filter(
      (name) => field(name).getAttribute("aria-invalid") === "true",
    );

  it("makes the account, signs in with it, and opens the page one came for", async () => {
    show();
    await submit(" Alice_1 ", "Alice", "browser-phone");
    expect(server.bodies).toEqual([{ username: "alice_1", displayName: "Alice", password: "browser-phone" }]);
    expect(server.requests.filter((one) => [signUp, signIn].includes(one))).toEqual([signUp, signIn]);
    expect(assign).toHaveBeenCalledExactlyOnceWith("/call/bob");
  });

  it("stays busy until the page is there", async () => {
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(button().disabled).toBe(true);
    expect(button().textContent).toBe("Creating…");
  });

  it("goes to the sign-in page when the account is there and signing in fails", async () => {
    server.refuse(signIn, "rate_limited", 429);
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(assign).toHaveBeenCalledExactlyOnceWith("/sign-in?created=1&next=%2Fcall%2Fbob");
    expect(screen.getByRole("alert").textContent).toBe("");
  });

  it.each([
    ["the first of them", "a!", "", "short", ["Username", "Display name", "Password"]],
    ["the display name", "alice", "Anonymous", "browser-phone", ["Display name"]],
    ["the password", "alice", "Alice", "1234567", ["Password"]],
  ])("asks nothing of the server while fields are wrong, and focuses %s", async (_, ...entered) => {
    const [username, displayName, password, wrong] = entered;
    show();
    await submit(username, displayName, password);
    expect(server.count(signUp)).toBe(0);
    expect(marked()).toEqual(wrong);
    expect(document.activeElement).toBe(field(wrong[0] ?? ""));
    expect(button().disabled).toBe(false);
  });

  it("forgets what was wrong once it is right", async () => {
    show();
    await submit("alice", "Alice", "short");
    expect(screen.getByText("Use 8 to 200 characters.")).toBeTruthy();
    await submit("alice", "Alice", "browser-phone");
    expect(marked()).toEqual([]);
    expect(screen.queryByText("Use 8 to 200 characters.")).toBeNull();
  });

  it("shows at the username that it is taken, and takes the focus there each time", async () => {
    server.refuse(signUp, "username_taken", 409);
    show();
    for (const username of ["alice", "alice2"]) {
      field("Password").focus();
      await submit(username, "Alice", "browser-phone");
      expect(marked()).toEqual(["Username"]);
      expect(document.activeElement).toBe(field("Username"));
    }
    expect(screen.getByText("That username is taken. Choose another one.")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(server.count(signIn)).toBe(0);
    expect(assign).not.toHaveBeenCalled();
  });

  it.each([
    ["Support", "That name is reserved. Choose another one."],
    ["Аlice", /could pass for somebody else's/],
  ])("says at the display name why %s is not taken", async (name, why) => {
    show();
    await submit("alice", name, "browser-phone");
    expect(marked()).toEqual(["Display name"]);
    expect(screen.getByText(why)).toBeTruthy();
    expect(server.count(signUp)).toBe(0);
  });

  it("shows at the username that it is reserved, or looks like another", async () => {
    show();
    await submit("adm1n", "Alice", "browser-phone");
    expect(marked()).toEqual(["Username"]);
    expect(screen.getByText("That name is reserved. Choose another one.")).toBeTruthy();
    server.refuse(signUp, "username_similar", 409);
    await submit("@ａ1ice", "Alice", "browser-phone");
    expect(marked()).toEqual(["Username"]);
    expect(screen.getByText(/looks too much like one that is taken/)).toBeTruthy();
    expect(server.bodies).toEqual([{ username: "a1ice", displayName: "Alice", password: "browser-phone" }]);
  });

  it("shows above the form that the server does not answer, and can be tried again", async () => {
    server.disconnect(signUp);
    show();
    await submit("alice", "Alice", "browser-phone");
    expect(screen.getByRole("alert").textContent).toMatch(/The server does not answer/);
    expect(marked()).toEqual([]);
    server.answer(signUp, { username: "alice" }, 201);
    await submit("alice", "Alice", "browser-phone");
    expect(screen.getByRole("alert").textContent).toBe("");
    expect(assign).toHaveBeenCalledOnce();
  });
});
